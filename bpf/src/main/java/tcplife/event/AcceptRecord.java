// SPDX-License-Identifier: Apache-2.0
package tcplife.event;

import java.nio.ByteBuffer;

/**
 * The task that took a connection from a listener: {@code rec_accept}.
 *
 * <pre>
 *    0                   8                  16
 *   +---------------------------------------+
 *   | header                                |
 *   +-------------------+-------------------+
 * 16| time              | socket cookie     |
 *   +---------+---------+---------+---------+
 * 32| PID     | TID     | UID     | how     |
 *   +---------+---------+---------+---------+
 * 48| COMM                                  |
 *   +---------------------------------------+
 * </pre>
 *
 * @param time ns of CLOCK_BOOTTIME
 * @param cookie of the accepted socket
 * @param uid the task's
 * @param how {@link #FUNCTION} or {@link #SYSCALL}
 * @param comm bytes up to 16, without the zeros behind
 */
public record AcceptRecord(
    long time, long cookie, int pid, int tid, int uid, int how, byte[] comm) {
  /** The kernel's own accept returned. */
  public static final int FUNCTION = 1;

  /** The system call returned its descriptor. */
  public static final int SYSCALL = 2;

  private static final int TIME = RecordHeader.SIZE;
  private static final int COOKIE = TIME + Long.BYTES;
  private static final int PID = COOKIE + Long.BYTES;
  private static final int TID = PID + Integer.BYTES;
  private static final int UID = TID + Integer.BYTES;
  private static final int HOW = UID + Integer.BYTES;
  private static final int COMM = HOW + Integer.BYTES;
  public static final int SIZE = COMM + StateLayout.COMM_SIZE;

  public static AcceptRecord read(ByteBuffer records, int at) {
    return new AcceptRecord(
        records.getLong(at + TIME),
        records.getLong(at + COOKIE),
        records.getInt(at + PID),
        records.getInt(at + TID),
        records.getInt(at + UID),
        records.getInt(at + HOW),
        RecordText.readPadded(records, at + COMM, StateLayout.COMM_SIZE));
  }

  /** Appends the record to a little-endian buffer. */
  public void write(ByteBuffer to, long sequence) {
    RecordHeader.put(to, SIZE, RecordHeader.ACCEPT_KIND, sequence);
    to.putLong(time).putLong(cookie).putInt(pid).putInt(tid).putInt(uid).putInt(how);
    RecordText.writePadded(to, comm, StateLayout.COMM_SIZE);
  }
}
