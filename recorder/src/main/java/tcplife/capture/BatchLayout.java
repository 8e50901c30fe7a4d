// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import tcplife.event.BatchSummary;
import tcplife.event.RecordHeader;

/**
 * One document of the queue is one batch: this header, the records as the kernel program wrote
 * them, and a table of the CPUs that they came from. Little-endian.
 *
 * <pre>
 *    0         4    6    8         12        16
 *   +---------+----+----+---------+---------+
 *   | "TCPB"  |ver.|CPUs| records | bytes   |
 *   +---------+----+----+---------+---------+
 * 16| first time        | last time         |
 *   +---------+---------+-------------------+
 * 32| CRC32C  | records: "bytes" bytes      |
 *   +---------+-----------------------------+
 *   | CPU     | records | lowest sequence   |   as often as "CPUs" says
 *   +---------+---------+-------------------+
 *   | highest sequence  |
 *   +-------------------+
 * </pre>
 *
 * The times are ns of CLOCK_BOOTTIME, lowest and highest. The CRC covers all of the batch but
 * itself (RFC 3720, B.4).
 */
public final class BatchLayout {
  static final int MAGIC_VALUE = 0x42504354;
  static final int VERSION_VALUE = 1;

  static final int MAGIC = 0;
  static final int VERSION = MAGIC + Integer.BYTES;
  static final int CPUS = VERSION + Short.BYTES;
  static final int RECORDS = CPUS + Short.BYTES;
  static final int BYTES = RECORDS + Integer.BYTES;
  static final int FIRST_TIME = BYTES + Integer.BYTES;
  static final int LAST_TIME = FIRST_TIME + Long.BYTES;
  static final int CRC = LAST_TIME + Long.BYTES;
  static final int HEADER_SIZE = CRC + Integer.BYTES;

  /** A batch is at most so long, bytes; a longer one is damage. */
  static final int LARGEST = 1 << 20;

  private BatchLayout() {}

  /**
   * Puts header and table around records that lie at their place already.
   *
   * @return the length of the batch, bytes
   */
  static int complete(ByteBuffer batch, BatchSummary summary) {
    batch.order(ByteOrder.LITTLE_ENDIAN);
    batch.putInt(MAGIC, MAGIC_VALUE).putShort(VERSION, (short) VERSION_VALUE);
    batch.putShort(CPUS, (short) summary.cpus()).putInt(RECORDS, summary.records());
    batch.putInt(BYTES, summary.bytes());
    batch.putLong(FIRST_TIME, summary.firstTime()).putLong(LAST_TIME, summary.lastTime());
    batch.position(HEADER_SIZE + summary.bytes()).put(summary.cpuTable());
    int length = batch.position();
    batch.putInt(CRC, crc(batch, 0, length));
    return length;
  }

  /** The length that a header claims, bytes; negative or beyond {@link #LARGEST} if it lies. */
  static long length(ByteBuffer batch, int at) {
    int cpus = Short.toUnsignedInt(batch.getShort(at + CPUS));
    long bytes = Integer.toUnsignedLong(batch.getInt(at + BYTES));
    return HEADER_SIZE + bytes + (long) cpus * BatchSummary.CPU_ENTRY;
  }

  static int crc(ByteBuffer batch, int at, int length) {
    CRC32C crc = new CRC32C();
    crc.update(batch.slice(at, CRC));
    crc.update(batch.slice(at + HEADER_SIZE, length - HEADER_SIZE));
    return (int) crc.getValue();
  }

  /** Where the table of CPUs of a whole batch that lies from 0 on begins. */
  private static int table(ByteBuffer batch) {
    return HEADER_SIZE + batch.getInt(BYTES);
  }

  /** How many records of such a batch the kernel program made. */
  static int kernelRecords(ByteBuffer batch) {
    return batch.getInt(table(batch)) == RecordHeader.NO_CPU ? 0 : batch.getInt(RECORDS);
  }

  /** The table of such a batch, to its limit, little-endian. */
  public static ByteBuffer cpuTable(ByteBuffer batch) {
    int table = table(batch);
    return batch.slice(table, batch.limit() - table).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether a batch took all the room there was, so that its source may have more. */
  public static boolean isFull(BatchSummary summary) {
    return summary.records() > 0 && summary.bytes() > LARGEST / 2;
  }
}
