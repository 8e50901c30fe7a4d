// SPDX-License-Identifier: Apache-2.0
package tcplife.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One moment on two clocks, and the time zone that the host was in: {@code rec_clock}. Written at
 * the start of a cycle, each minute, and when the wall clock was stepped.
 *
 * <pre>
 *    0                   8                  16
 *   +---------------------------------------+
 *   | header                                |
 *   +-------------------+-------------------+
 * 16| boot time         | wall time         |
 *   +---------+---------+-------------------+
 * 32| uncert. | offset  | zone: 40 bytes    |
 *   +---------+---------+-------------------+
 * </pre>
 *
 * @param time ns of CLOCK_BOOTTIME
 * @param realtime ns since 1970-01-01T00:00Z, at the same moment
 * @param uncertainty ns that reading the two took
 * @param utcOffset s east of UTC
 * @param zone IANA name of the zone, empty where the host names none
 */
public record ClockRecord(long time, long realtime, int uncertainty, int utcOffset, String zone) {
  private static final int TIME = RecordHeader.SIZE;
  private static final int REALTIME = TIME + Long.BYTES;
  private static final int UNCERTAINTY = REALTIME + Long.BYTES;
  private static final int UTC_OFFSET = UNCERTAINTY + Integer.BYTES;
  private static final int ZONE = UTC_OFFSET + Integer.BYTES;
  private static final int ZONE_SIZE = 40;
  public static final int SIZE = ZONE + ZONE_SIZE;

  public static ClockRecord read(ByteBuffer records, int at) {
    return new ClockRecord(
        records.getLong(at + TIME),
        records.getLong(at + REALTIME),
        records.getInt(at + UNCERTAINTY),
        records.getInt(at + UTC_OFFSET),
        text(records, at + ZONE));
  }

  private static String text(ByteBuffer records, int at) {
    byte[] bytes = new byte[ZONE_SIZE];
    records.get(at, bytes);
    int length = 0;
    while (length < ZONE_SIZE && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.US_ASCII);
  }

  /** Appends the record to a little-endian buffer. A zone name that does not fit is left out. */
  public void write(ByteBuffer to, long sequence) {
    byte[] name = zone.getBytes(StandardCharsets.US_ASCII);
    byte[] padded = new byte[ZONE_SIZE];
    if (name.length <= ZONE_SIZE) {
      System.arraycopy(name, 0, padded, 0, name.length);
    }
    RecordHeader.put(to, SIZE, RecordHeader.CLOCK_KIND, sequence);
    to.putLong(time).putLong(realtime).putInt(uncertainty).putInt(utcOffset).put(padded);
  }
}
