// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.nio.ByteBuffer;
import java.util.TreeMap;
import tcplife.event.BatchSummary;
import tcplife.event.EndRecord;
import tcplife.event.LossRecord;

/**
 * Holds the records that are there against the sequence numbers that the kernel program took: what
 * is missing was lost. Per recording, since the sequences begin anew with each. In a capture that
 * was cut from another, gaps are no loss: there the number of records counts.
 */
public final class SequenceAccount {
  private static final int CPU = 0;
  private static final int RECORDS = 4;
  private static final int LOWEST = 8;
  private static final int HIGHEST = 16;

  /** No kernel has so many (CONFIG_NR_CPUS): what says so is wrong, and would take up memory. */
  private static final int MOST_CPUS = 1 << 16;

  /** A CPU's records in a capture, and the sequence numbers that must have been taken. */
  private static final class Cpu {
    private long records;
    private long first;
    private long made;

    /** As a cycle ended: what is not in it then may be in the next one. */
    private long madeAtEnd;

    private long told;

    Cpu(long first) {
      this.first = first;
    }

    void taken(long numbers) {
      made = Math.max(made, Math.max(madeAtEnd, numbers));
    }

    long missing() {
      long outside = Math.min(madeAtEnd - first - records, told);
      return Math.max(made - first - records, outside);
    }
  }

  private final Cut cut;
  private final TreeMap<Integer, Cpu> cpus = new TreeMap<>();
  private final SequenceGaps gaps = new SequenceGaps();
  private boolean whole = true;
  private long kept;
  private long missingBefore;
  private long skippedBefore;
  private long skipped;

  SequenceAccount() {
    this(null);
  }

  /**
   * @param cut what the capture is a part of, or null
   */
  SequenceAccount(Cut cut) {
    this.cut = cut;
  }

  /**
   * @param whole whether it is read from its beginning on; else what came before is no loss
   */
  void startRecording(boolean whole) {
    this.whole = whole;
    missingBefore += gaps();
    skippedBefore += skipped;
    skipped = 0;
    cpus.clear();
    gaps.startRecording(whole);
  }

  /** Whether a number is one of a CPU. */
  static boolean isCpu(int number) {
    return number >= 0 && number < MOST_CPUS;
  }

  /**
   * Takes the table of a batch.
   *
   * @param times of its records
   */
  void add(ByteBuffer batch, int table, int entries, TimeSpan times) {
    for (int i = 0; i < entries; i++) {
      int entry = table + i * BatchSummary.CPU_ENTRY;
      int number = batch.getInt(entry + CPU);
      long records = Integer.toUnsignedLong(batch.getInt(entry + RECORDS));
      kept += records;
      if (isCpu(number)) {
        long lowest = batch.getLong(entry + LOWEST);
        long highest = batch.getLong(entry + HIGHEST);
        Cpu cpu = cpus.computeIfAbsent(number, unused -> new Cpu(whole ? 0 : lowest));
        cpu.records += records;
        cpu.first = Math.min(cpu.first, lowest);
        cpu.taken(highest + 1);
        gaps.add(number, records, lowest, highest, times);
      }
    }
    gaps.endBatch();
  }

  /** Takes note that the recorder told of a loss. */
  public void told(LossRecord loss) {
    if (isCpu(loss.cpu())) {
      Cpu unseen = whole ? new Cpu(0) : null;
      Cpu cpu = cpus.computeIfAbsent(loss.cpu(), unused -> unseen);
      if (cpu != null) {
        cpu.told += loss.count();
      }
    }
    gaps.told(loss);
  }

  /**
   * Takes note of how many there were in the end, by which the last ones are missed too; at the end
   * of a cycle, once the next one was read.
   */
  public void end(EndRecord end) {
    for (int number = 0; number < end.cpus().size(); number++) {
      long made = end.cpus().get(number).made();
      Cpu cpu = cpus.computeIfAbsent(number, unused -> new Cpu(whole ? 0 : made));
      cpu.taken(0);
      cpu.madeAtEnd = made;
      if (end.reason() == EndRecord.STOPPED) {
        cpu.taken(made);
      }
    }
    skipped = end.skipped();
    if (end.reason() == EndRecord.STOPPED) {
      gaps.end(end);
    }
  }

  /**
   * A time in which events were lost that no loss record tells of, if one was found since this was
   * asked last; else null. The gaps of a cut are no loss.
   */
  public TimeSpan gap() {
    TimeSpan gap = gaps.poll();
    return cut == null ? gap : null;
  }

  /** A time in which events may have been lost: the next batch tells. Null if there is none. */
  public TimeSpan doubtful() {
    return cut == null ? gaps.waiting() : null;
  }

  /** Records of a CPU in the recording read last. */
  public long records(int cpu) {
    return cpus.containsKey(cpu) ? cpus.get(cpu).records : 0;
  }

  /** Events that were made and are not there, in all recordings; of a cut, records it lost. */
  public long missing() {
    return cut == null ? missingBefore + gaps() : Math.max(0, cut.kept() - kept);
  }

  private long gaps() {
    long gaps = 0;
    for (Cpu cpu : cpus.values()) {
      gaps += cpu.missing();
    }
    return gaps;
  }

  /** Events that the kernel did not show to the program, in all recordings; 0 for a cut. */
  public long skipped() {
    return cut == null ? skippedBefore + skipped : 0;
  }

  /** What the capture was cut from, and what was missing there; null if it was not cut. */
  public Cut cut() {
    return cut;
  }
}
