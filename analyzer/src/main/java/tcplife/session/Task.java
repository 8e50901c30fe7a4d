// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import tcplife.event.StateLayout;
import tcplife.event.StateView;

/**
 * A process as a transition names it.
 *
 * @param pid of the thread group
 * @param commHead the first 8 bytes of the COMM, as a big-endian number
 * @param commTail the other 8
 */
public record Task(int pid, long commHead, long commTail) {
  /** The task that was current at a transition. */
  static Task of(StateView event) {
    return new Task(event.pid(), comm(event, 0), comm(event, Long.BYTES));
  }

  /** Whether it was the one that was current at a transition. */
  boolean isOf(StateView event) {
    return pid == event.pid() && commHead == comm(event, 0) && commTail == comm(event, Long.BYTES);
  }

  private static long comm(StateView event, int offset) {
    return Long.reverseBytes(event.buffer().getLong(event.offset() + StateLayout.COMM + offset));
  }

  /** A byte of the COMM, 0 to 15; 0 ends it. */
  public byte comm(int index) {
    return (byte) ((index < 8 ? commHead : commTail) >>> 56 - 8 * (index & 7));
  }
}
