// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.util.Arrays;
import tcplife.event.ProcessRecord;

/**
 * A process of the recorded host, from one exec to the next. PID and start together name it for
 * good.
 *
 * @param start when it began, ns of CLOCK_BOOTTIME
 * @param parent PID of its parent
 * @param cgroup id in the unified hierarchy
 * @param netns inode of its network namespace
 * @param executable name of its file, any bytes; empty where it is not known
 * @param arguments any bytes, a NUL behind each; empty where they are not known
 * @param cut whether executable or arguments were longer
 */
public record HostProcess(
    int pid,
    long start,
    int parent,
    int uid,
    long cgroup,
    int netns,
    byte[] executable,
    byte[] arguments,
    boolean cut) {
  static HostProcess of(ProcessRecord record) {
    return of(record, record.executable(), record.arguments(), record.cut());
  }

  /** A child that was forked: until it becomes another program, it runs its parent's. */
  static HostProcess forked(ProcessRecord record, HostProcess parent) {
    return of(record, parent.executable, parent.arguments, parent.cut);
  }

  /** A recorder writes no more; whoever writes more wants memory. */
  private static byte[] most(byte[] text, int most) {
    return text.length <= most ? text : Arrays.copyOf(text, most);
  }

  private static HostProcess of(
      ProcessRecord record, byte[] executable, byte[] arguments, boolean cut) {
    return new HostProcess(
        record.pid(),
        record.start(),
        record.parent(),
        record.uid(),
        record.cgroup(),
        record.netns(),
        most(executable, ProcessRecord.EXECUTABLE_MOST),
        most(arguments, ProcessRecord.ARGUMENTS_MOST),
        cut);
  }
}
