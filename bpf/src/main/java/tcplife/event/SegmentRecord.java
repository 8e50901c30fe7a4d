// SPDX-License-Identifier: Apache-2.0
package tcplife.event;

import java.nio.ByteBuffer;

/**
 * A segment worth telling of, a reset or one that was sent again: {@code rec_segment}.
 *
 * <pre>
 *    0                   8                  16
 *   +---------------------------------------+
 *   | header                                |
 *   +-------------------+-------------------+
 * 16| time              | socket cookie     |
 *   +--+--+---+---------+-------------------+
 * 32|st|di|0  | reason  |
 *   +--+--+---+---------+
 * </pre>
 *
 * @param kind {@link RecordHeader#RESET_KIND} or {@link RecordHeader#RETRANSMIT_KIND}
 * @param time ns of CLOCK_BOOTTIME
 * @param state of the socket: a number of {@link TcpState}
 * @param direction {@link #RECEIVED} or {@link #SENT}
 * @param reason why a reset was sent, enum sk_rst_reason of the recorded kernel; 0 where it does
 *     not tell
 */
public record SegmentRecord(
    int kind, long time, long cookie, int state, int direction, int reason) {
  public static final int RECEIVED = 1;
  public static final int SENT = 2;

  private static final int TIME = RecordHeader.SIZE;
  private static final int COOKIE = TIME + Long.BYTES;
  private static final int STATE = COOKIE + Long.BYTES;
  private static final int DIRECTION = STATE + Byte.BYTES;
  private static final int RESERVED = DIRECTION + Byte.BYTES;
  private static final int REASON = RESERVED + Short.BYTES;
  public static final int SIZE = REASON + Integer.BYTES;

  public static SegmentRecord read(ByteBuffer records, int at) {
    return new SegmentRecord(
        RecordHeader.kind(records, at),
        records.getLong(at + TIME),
        records.getLong(at + COOKIE),
        records.get(at + STATE),
        records.get(at + DIRECTION),
        records.getInt(at + REASON));
  }

  /** Appends the record to a little-endian buffer. */
  public void write(ByteBuffer to, long sequence) {
    RecordHeader.put(to, SIZE, kind, sequence);
    to.putLong(time).putLong(cookie).put((byte) state).put((byte) direction);
    to.putShort((short) 0).putInt(reason);
  }
}
