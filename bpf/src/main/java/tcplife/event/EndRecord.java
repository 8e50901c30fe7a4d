// SPDX-License-Identifier: Apache-2.0
package tcplife.event;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The last record of a cycle that was closed in order: {@code rec_end}. A cycle without one is
 * being recorded still, or its recorder was killed.
 *
 * <pre>
 *    0                   8                  16
 *   +---------------------------------------+
 *   | header                                |
 *   +-------------------+-------------------+
 * 16| time              | skipped           |
 *   +---------+---------+-------------------+
 * 32| reason  | CPUs    |                       then, for each CPU from 0:
 *   +---------+---------+-------------------+
 *   | made              | lost              |
 *   +-------------------+-------------------+
 * </pre>
 *
 * @param time ns of CLOCK_BOOTTIME
 * @param skipped transitions that the kernel's skipped runs missed, since the recording began
 * @param reason {@link #STOPPED} or {@link #CYCLE}
 * @param cpus what was counted on each CPU since the recording began
 */
public record EndRecord(long time, long skipped, int reason, List<Cpu> cpus) {
  /** The recording ended. */
  public static final int STOPPED = 1;

  /** The next cycle goes on. */
  public static final int CYCLE = 2;

  private static final int TIME = RecordHeader.SIZE;
  private static final int SKIPPED = TIME + Long.BYTES;
  private static final int REASON = SKIPPED + Long.BYTES;
  private static final int CPUS = REASON + Integer.BYTES;
  private static final int TABLE = CPUS + Integer.BYTES;

  // In an entry of the table.
  private static final int MADE = 0;
  private static final int LOST = MADE + Long.BYTES;
  private static final int CPU_ENTRY = LOST + Long.BYTES;

  /**
   * A CPU's count: made = kept + lost.
   *
   * @param made sequence numbers taken
   * @param lost of those, events for which the ring had no room, or that were given up because the
   *     disk had none
   */
  public record Cpu(long made, long lost) {}

  /** Bytes of a record about so many CPUs. */
  public static int size(int cpus) {
    return TABLE + cpus * CPU_ENTRY;
  }

  /** Reads the record, and of its table what lies within the record's length. */
  public static EndRecord read(ByteBuffer records, int at) {
    int room = (RecordHeader.length(records, at) - TABLE) / CPU_ENTRY;
    int count = Math.min(Math.max(records.getInt(at + CPUS), 0), room);
    List<Cpu> cpus = new ArrayList<>(count);
    for (int entry = at + TABLE; cpus.size() < count; entry += CPU_ENTRY) {
      cpus.add(new Cpu(records.getLong(entry + MADE), records.getLong(entry + LOST)));
    }
    return new EndRecord(
        records.getLong(at + TIME),
        records.getLong(at + SKIPPED),
        records.getInt(at + REASON),
        List.copyOf(cpus));
  }

  /** Appends the record to a little-endian buffer. */
  public void write(ByteBuffer to, long sequence) {
    RecordHeader.put(to, size(cpus.size()), RecordHeader.END_KIND, sequence);
    to.putLong(time).putLong(skipped).putInt(reason).putInt(cpus.size());
    cpus.forEach(cpu -> to.putLong(cpu.made()).putLong(cpu.lost()));
  }
}
