// SPDX-License-Identifier: Apache-2.0
package tcplife.event;

import java.nio.ByteBuffer;

/**
 * Events that could not be kept: {@code rec_loss}.
 *
 * <pre>
 *    0                   8                  16
 *   +---------------------------------------+
 *   | header                                |
 *   +-------------------+-------------------+
 * 16| since             | until             |
 *   +-------------------+---------+---------+
 * 32| count             | cause   | CPU     |
 *   +-------------------+---------+---------+
 * </pre>
 *
 * @param since ns of CLOCK_BOOTTIME: they were lost after this
 * @param until ns of CLOCK_BOOTTIME: and before this
 * @param count events lost in that time
 * @param cause {@link #RING_FULL}, {@link #SKIPPED}, {@link #NO_SPACE} or {@link #IO_ERROR}
 * @param cpu where, or {@link RecordHeader#NO_CPU}
 */
public record LossRecord(long since, long until, long count, int cause, int cpu) {
  /** The ring had no room: the recorder drained too slowly. */
  public static final int RING_FULL = 1;

  /** The kernel did not run the program, since it was running on that CPU already. */
  public static final int SKIPPED = 2;

  /** The disk was full, or the capture as large as it may be. */
  public static final int NO_SPACE = 3;

  /** The disk failed, or could not be written any more. */
  public static final int IO_ERROR = 4;

  private static final int SINCE = RecordHeader.SIZE;
  private static final int UNTIL = SINCE + Long.BYTES;
  private static final int COUNT = UNTIL + Long.BYTES;
  private static final int CAUSE = COUNT + Long.BYTES;
  private static final int CPU = CAUSE + Integer.BYTES;
  public static final int SIZE = CPU + Integer.BYTES;

  public static LossRecord read(ByteBuffer records, int at) {
    return new LossRecord(
        records.getLong(at + SINCE),
        records.getLong(at + UNTIL),
        records.getLong(at + COUNT),
        records.getInt(at + CAUSE),
        records.getInt(at + CPU));
  }

  /** Appends the record to a little-endian buffer. */
  public void write(ByteBuffer to, long sequence) {
    RecordHeader.put(to, SIZE, RecordHeader.LOSS_KIND, sequence);
    to.putLong(since).putLong(until).putLong(count).putInt(cause).putInt(cpu);
  }
}
