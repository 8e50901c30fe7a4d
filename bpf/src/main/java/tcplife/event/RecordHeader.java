// SPDX-License-Identifier: Apache-2.0
package tcplife.event;

import java.nio.ByteBuffer;

/**
 * The 16 bytes that begin every record: {@code rec_header} of session_event.h, which defines all
 * records. Little-endian; a record is a multiple of 8 bytes.
 *
 * <pre>
 *    0         2    3    4         8                  16
 *   +---------+----+----+---------+-------------------+
 *   | length  |kind|flag| CPU     | sequence          |
 *   +---------+----+----+---------+-------------------+
 * </pre>
 *
 * The sequence counts from 0 for each CPU and recording. The kernel program takes it before it asks
 * the ring for room, so a gap is loss, and says on which CPU.
 */
public final class RecordHeader {
  public static final int LENGTH = 0;
  public static final int KIND = LENGTH + Short.BYTES;
  public static final int FLAGS = KIND + Byte.BYTES;
  public static final int CPU = FLAGS + Byte.BYTES;
  public static final int SEQUENCE = CPU + Integer.BYTES;
  public static final int SIZE = SEQUENCE + Long.BYTES;

  /** A transition of a TCP socket: {@link StateView}. */
  public static final int STATE_KIND = 1;

  /** A pair of clock readings: {@link ClockRecord}. */
  public static final int CLOCK_KIND = 2;

  /** Events that could not be kept: {@link LossRecord}. */
  public static final int LOSS_KIND = 3;

  /** The end of a cycle: {@link EndRecord}. */
  public static final int END_KIND = 4;

  /** A socket that an inventory found, in the form of a transition: {@link StateView}. */
  public static final int OPEN_KIND = 5;

  /** A process was given a connection: {@link AcceptRecord}. */
  public static final int ACCEPT_KIND = 6;

  /** A process began, became another program, or was found: {@link ProcessRecord}. */
  public static final int PROCESS_KIND = 7;

  /** What a number stands for: {@link NameRecord}. */
  public static final int NAME_KIND = 8;

  /** A reset was sent or received: {@link SegmentRecord}. */
  public static final int RESET_KIND = 9;

  /** A segment was sent again: {@link SegmentRecord}. */
  public static final int RETRANSMIT_KIND = 10;

  /** An inventory begins or ends: {@link InventoryRecord}. */
  public static final int INVENTORY_KIND = 11;

  /**
   * Flag of {@link ProcessRecord} and {@link NameRecord}: a text had no room and was cut; of {@link
   * InventoryRecord}: it is not whole.
   */
  public static final int CUT_FLAG = 4;

  /** The CPU of what the recorder wrote itself. */
  public static final int NO_CPU = -1;

  private RecordHeader() {}

  /** Bytes of the record that begins at an offset, this header included. */
  public static int length(ByteBuffer records, int at) {
    return Short.toUnsignedInt(records.getShort(at + LENGTH));
  }

  /** What the record is; kinds unknown to a reader are skipped by their length. */
  public static int kind(ByteBuffer records, int at) {
    return Byte.toUnsignedInt(records.get(at + KIND));
  }

  public static int cpu(ByteBuffer records, int at) {
    return records.getInt(at + CPU);
  }

  public static long sequence(ByteBuffer records, int at) {
    return records.getLong(at + SEQUENCE);
  }

  /** Whether the record says when it was: those of all known kinds do. */
  public static boolean hasTime(ByteBuffer records, int at) {
    int kind = kind(records, at);
    return kind >= STATE_KIND && kind <= INVENTORY_KIND;
  }

  /** When it was, where {@link #hasTime}, ns of CLOCK_BOOTTIME; of a loss, the end of its time. */
  public static long time(ByteBuffer records, int at) {
    return records.getLong(at + SIZE + (kind(records, at) == LOSS_KIND ? Long.BYTES : 0));
  }

  /** The flags, which mean something else for each kind. */
  public static int flags(ByteBuffer records, int at) {
    return Byte.toUnsignedInt(records.get(at + FLAGS));
  }

  static boolean isCut(ByteBuffer records, int at) {
    return (records.get(at + FLAGS) & CUT_FLAG) != 0;
  }

  static void put(ByteBuffer to, int length, int kind, long sequence) {
    put(to, length, kind, 0, sequence);
  }

  static void put(ByteBuffer to, int length, int kind, int flags, long sequence) {
    to.putShort((short) length).put((byte) kind).put((byte) flags);
    to.putInt(NO_CPU).putLong(sequence);
  }
}
