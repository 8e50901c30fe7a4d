// SPDX-License-Identifier: Apache-2.0
package tcplife.bpf;

import java.nio.ByteBuffer;
import java.util.List;
import tcplife.event.BatchSummary;
import tcplife.event.ProcessRecord;

/**
 * The BPF program of {@code session.bpf.c} in the kernel: loaded, attached, drained, counted,
 * detached, closed, in this order and by one thread.
 */
public final class SessionProgram implements AutoCloseable {
  /** The tracepoint that every program below attaches to, which is what a recording needs. */
  public static final String TRACEPOINT = "inet_sock_set_state";

  /**
   * What a recording attaches, in this order: the second catches the transitions that interrupt the
   * first, which the kernel then skips.
   */
  public static final List<String> PROGRAMS = List.of("session", "session_nested");

  /** Room that {@link #drain} needs at least, bytes: the largest record, an exec with its texts. */
  public static final int LARGEST_RECORD =
      ProcessRecord.SIZE + ProcessRecord.EXECUTABLE_MOST + ProcessRecord.ARGUMENTS_MOST;

  /** The smallest ring the kernel takes, bytes: one page. */
  public static final int SMALLEST_RING = 4096;

  /** {@link #await}'s answer: a signal asks the recording to stop. */
  public static final int STOP = 1;

  /** {@link #await}'s answer: a signal asks for a snapshot. */
  public static final int SNAPSHOT = 2;

  private static final int WAKE_UP_SHARE = 8;

  private final long handle;
  private final BatchSummary summary;
  private final ProgramCounters counters;

  /**
   * Loads the program into the kernel.
   *
   * @param ringBytes size of the ring buffer: a power of two, {@link #SMALLEST_RING} to 2^30
   * @throws BridgeException if the kernel refuses it
   */
  public SessionProgram(long ringBytes) {
    Bridge.load();
    int cpus = Bridge.possibleCpus();
    summary = new BatchSummary(cpus);
    counters = new ProgramCounters(cpus);
    handle = Bridge.open(Bridge.objectFile("session.bpf.o"), ringBytes, ringBytes / WAKE_UP_SHARE);
  }

  /**
   * Loads hooks of one object, to write into the same ring and be counted with the rest.
   *
   * @throws BridgeException if the kernel refuses one, and then none is loaded
   */
  public void add(List<Hook> hooks) {
    String[] programs = hooks.stream().map(Hook::program).toArray(String[]::new);
    Bridge.add(handle, Bridge.objectFile(hooks.get(0).object() + ".bpf.o"), programs);
  }

  /**
   * Attaches one of {@link #PROGRAMS}, or of a hook that was added.
   *
   * @throws BridgeException if the kernel refuses it
   */
  public void attach(String program) {
    Bridge.attach(handle, program);
  }

  /** Detaches all that was attached; what the ring holds stays there to be drained. */
  public void detach() {
    Bridge.detach(handle);
  }

  /**
   * Moves records from the ring to memory as the kernel wrote them, until the ring is empty or less
   * than {@link #LARGEST_RECORD} bytes of room are left.
   *
   * @param to a direct buffer; filled from its position, to its limit at most, neither of which
   *     changes
   * @return what was moved; the same object at each call
   */
  public BatchSummary drain(ByteBuffer to) {
    if (!to.isDirect() || to.remaining() < LARGEST_RECORD) {
      throw new IllegalArgumentException("cannot drain into " + to);
    }
    Bridge.drain(handle, to, to.position(), to.remaining(), summary.memory());
    return summary;
  }

  /**
   * The users, cgroups and network namespaces that were drained for the first time since the last
   * call: see {@link Ids}.
   *
   * @return null if there were none
   */
  public long[] newIds() {
    return Bridge.newIds(handle);
  }

  /** From now on {@link #newIds} tells all ids again. */
  public void forgetIds() {
    Bridge.forgetIds(handle);
  }

  /** Reads the program's counters; the same object at each call. */
  public ProgramCounters counters() {
    Bridge.counters(handle, counters.memory());
    return counters;
  }

  /**
   * Sleeps until much is waiting in the ring, a signal comes, or the time is over.
   *
   * @return {@link #STOP} once a signal asked for it; {@link #SNAPSHOT} after one that asks for
   *     that; else 0
   */
  public int await(int milliseconds) {
    return Bridge.await(handle, milliseconds);
  }

  /** Takes everything back out of the kernel. */
  @Override
  public void close() {
    Bridge.close(handle);
  }
}
