// SPDX-License-Identifier: Apache-2.0
package tcplife.event;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a batch of records holds. The bridge fills it as it drains (struct batch_summary of
 * bridge.c); for records made in Java, {@link #ofRecorder} does.
 *
 * <pre>
 *    0         4         8                  16
 *   +---------+---------+-------------------+
 *   | records | bytes   | first time        |
 *   +---------+---------+---------+---------+
 * 16| last time         | CPUs    | 0       |   then, for each CPU seen:
 *   +---------+---------+---------+---------+
 *   | CPU     | records | lowest sequence   |
 *   +---------+---------+-------------------+
 *   | highest sequence  |
 *   +-------------------+
 * </pre>
 */
public final class BatchSummary {
  private static final int RECORDS = 0;
  private static final int BYTES = RECORDS + Integer.BYTES;
  private static final int FIRST_TIME = BYTES + Integer.BYTES;
  private static final int LAST_TIME = FIRST_TIME + Long.BYTES;
  private static final int CPUS = LAST_TIME + Long.BYTES;
  private static final int TABLE = CPUS + 2 * Integer.BYTES;

  /** Bytes of one CPU's entry in {@link #cpuTable}. */
  public static final int CPU_ENTRY = 24;

  private final ByteBuffer memory;

  /**
   * @param cpus how many different CPUs the records may come from
   */
  public BatchSummary(int cpus) {
    memory = ByteBuffer.allocateDirect(TABLE + cpus * CPU_ENTRY).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A summary of one batch of records that the recorder made itself. */
  public static BatchSummary ofRecorder(
      int records, int bytes, long firstTime, long lastTime, long firstSequence) {
    BatchSummary summary = new BatchSummary(1);
    summary.memory.putInt(RECORDS, records).putInt(BYTES, bytes);
    summary.memory.putLong(FIRST_TIME, firstTime).putLong(LAST_TIME, lastTime).putInt(CPUS, 1);
    summary
        .memory
        .slice(TABLE, CPU_ENTRY)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(RecordHeader.NO_CPU)
        .putInt(records)
        .putLong(firstSequence)
        .putLong(firstSequence + records - 1);
    return summary;
  }

  /** The memory that the bridge fills. */
  public ByteBuffer memory() {
    return memory;
  }

  /** How many records; when 0, nothing else here has a meaning. */
  public int records() {
    return memory.getInt(RECORDS);
  }

  /** Bytes of the records. */
  public int bytes() {
    return memory.getInt(BYTES);
  }

  /** The earliest time in the records, ns of CLOCK_BOOTTIME. */
  public long firstTime() {
    return memory.getLong(FIRST_TIME);
  }

  /** The latest time in the records, ns of CLOCK_BOOTTIME. */
  public long lastTime() {
    return memory.getLong(LAST_TIME);
  }

  /** How many CPUs the records came from. */
  public int cpus() {
    return memory.getInt(CPUS);
  }

  /** The entry of each of these CPUs, little-endian. */
  public ByteBuffer cpuTable() {
    return memory.slice(TABLE, cpus() * CPU_ENTRY);
  }
}
