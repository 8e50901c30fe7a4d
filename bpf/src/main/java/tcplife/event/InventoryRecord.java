// SPDX-License-Identifier: Apache-2.0
package tcplife.event;

import java.nio.ByteBuffer;

/**
 * An inventory begins or ends: {@code rec_inventory}. What lies between the two was found, not seen
 * happening.
 *
 * <pre>
 *    0                   8                  16
 *   +---------------------------------------+
 *   | header                                |
 *   +-------------------+---------+---------+
 * 16| time              | phase   | found   |
 *   +-------------------+---------+---------+
 * </pre>
 *
 * @param time ns of CLOCK_BOOTTIME
 * @param phase {@link #BEGIN} or {@link #END}
 * @param found at the end: open sockets
 * @param partial at the end: sockets that no process holds were not looked for in every network
 *     namespace
 */
public record InventoryRecord(long time, int phase, int found, boolean partial) {
  public static final int BEGIN = 1;
  public static final int END = 2;

  private static final int TIME = RecordHeader.SIZE;
  private static final int PHASE = TIME + Long.BYTES;
  private static final int FOUND = PHASE + Integer.BYTES;
  public static final int SIZE = FOUND + Integer.BYTES;

  public static InventoryRecord read(ByteBuffer records, int at) {
    return new InventoryRecord(
        records.getLong(at + TIME),
        records.getInt(at + PHASE),
        records.getInt(at + FOUND),
        RecordHeader.isCut(records, at));
  }

  /** Appends the record to a little-endian buffer. */
  public void write(ByteBuffer to, long sequence) {
    int flags = partial ? RecordHeader.CUT_FLAG : 0;
    RecordHeader.put(to, SIZE, RecordHeader.INVENTORY_KIND, flags, sequence);
    to.putLong(time).putInt(phase).putInt(found);
  }
}
