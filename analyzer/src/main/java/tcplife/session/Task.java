// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.nio.ByteBuffer;
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
    ByteBuffer records = event.buffer();
    int comm = event.offset() + StateLayout.COMM;
    return new Task(
        event.pid(),
        Long.reverseBytes(records.getLong(comm)),
        Long.reverseBytes(records.getLong(comm + Long.BYTES)));
  }

  /** A byte of the COMM, 0 to 15; 0 ends it. */
  public byte comm(int index) {
    return (byte) ((index < 8 ? commHead : commTail) >>> 56 - 8 * (index & 7));
  }
}
