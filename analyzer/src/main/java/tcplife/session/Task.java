// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.nio.charset.StandardCharsets;
import tcplife.event.AcceptRecord;
import tcplife.event.StateLayout;
import tcplife.event.StateView;

/** A thread of a process, as a record names it: who did something to a socket, or holds it. */
public final class Task {
  private final int pid;
  private final int tid;
  private final int uid;
  private final long commHead;
  private final long commTail;
  private final long seen;
  private HostProcess process;

  private Task(
      int pid, int tid, int uid, long commHead, long commTail, long seen, HostProcess process) {
    this.pid = pid;
    this.tid = tid;
    this.uid = uid;
    this.commHead = commHead;
    this.commTail = commTail;
    this.seen = seen;
    this.process = process;
  }

  /** The task that was current at a transition; of an inventory, the one that holds the socket. */
  static Task of(StateView event, HostProcess process) {
    return new Task(
        event.pid(),
        event.tid(),
        event.taskUid(),
        comm(event, 0),
        comm(event, Long.BYTES),
        event.time(),
        process);
  }

  static Task of(AcceptRecord accept, HostProcess process) {
    return new Task(
        accept.pid(),
        accept.tid(),
        accept.uid(),
        word(accept.comm(), 0),
        word(accept.comm(), 8),
        accept.time(),
        process);
  }

  /** Whether it was the one that was current at a transition. */
  boolean isOf(StateView event, HostProcess current) {
    return tid == event.tid()
        && pid == event.pid()
        && uid == event.taskUid()
        && process == current
        && commHead == comm(event, 0)
        && commTail == comm(event, Long.BYTES);
  }

  private static long comm(StateView event, int offset) {
    return Long.reverseBytes(event.buffer().getLong(event.offset() + StateLayout.COMM + offset));
  }

  private static long word(byte[] bytes, int from) {
    long word = 0;
    for (int i = from; i < from + Long.BYTES; i++) {
      word = word << 8 | (i < bytes.length ? bytes[i] & 0xff : 0);
    }
    return word;
  }

  /**
   * The inventory may tell of a process after it did something; of another one, to which its PID
   * was given later, the start tells.
   */
  void complete(Processes processes) {
    if (process == null) {
      process = processes.startedBefore(pid, seen);
    }
  }

  /** Of the thread group. */
  public int pid() {
    return pid;
  }

  /** Of the thread; where an inventory named the task, the file descriptor instead. */
  public int tid() {
    return tid;
  }

  /** Its user as it did that; {@link StateView#UNKNOWN} if that was not recorded. */
  public int uid() {
    return uid;
  }

  /** What was known of the process then; null if nothing was recorded. */
  public HostProcess process() {
    return process;
  }

  /** A byte of the COMM, 0 to 15; 0 ends it. */
  public byte comm(int index) {
    return (byte) ((index < 8 ? commHead : commTail) >>> 56 - 8 * (index & 7));
  }

  /** The COMM as text; what is not UTF-8 in it is replaced. */
  public String commText() {
    byte[] bytes = new byte[StateLayout.COMM_SIZE];
    int length = 0;
    while (length < bytes.length && comm(length) != 0) {
      bytes[length] = comm(length);
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
