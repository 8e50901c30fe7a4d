// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tcplife.event.EndRecord;
import tcplife.event.LossRecord;

/**
 * Finds the times in which events of a recording were lost, and no loss record had told so before,
 * by the holes in the sequence of each CPU. A program that is interrupted between taking its number
 * and reserving its room leaves a hole that the records just behind fill: only what the next batch
 * leaves open is a loss.
 */
final class SequenceGaps {
  /** What the batches tell of a CPU. */
  private static final class Cpu {
    private final long first;
    private long reach;
    private long records;
    private long explained;
    private long told;
    private long seen;
    private long waiting;
    private TimeSpan gap;
    private TimeSpan waitingGap;

    Cpu(long first, long start) {
      this.first = first;
      seen = start;
    }

    /** Numbers that are missing, as far as nothing was said of them. */
    long holes() {
      return reach - first - records - Math.max(explained, told);
    }

    void explain(long holes) {
      explained = Math.max(explained, told) + holes;
    }
  }

  private final Map<Integer, Cpu> cpus = new TreeMap<>();
  private final List<Cpu> waiting = new ArrayList<>();
  private final List<Cpu> inBatch = new ArrayList<>();
  private boolean whole = true;
  private long start = Long.MAX_VALUE;
  private TimeSpan found;

  /**
   * @param fromBeginning whether it is read from its beginning on
   */
  void startRecording(boolean fromBeginning) {
    whole = fromBeginning;
    start = Long.MAX_VALUE;
    cpus.clear();
    waiting.clear();
    inBatch.clear();
    found = null;
  }

  /** A CPU's entry of a batch, whose times are ns of CLOCK_BOOTTIME. */
  void add(int number, long records, long lowest, long highest, TimeSpan batch) {
    start = Math.min(start, batch.since());
    Cpu cpu = cpus.computeIfAbsent(number, unused -> new Cpu(whole ? 0 : lowest, start));
    cpu.records += records;
    cpu.reach = Math.max(cpu.reach, highest + 1);
    cpu.gap = new TimeSpan(cpu.seen, batch.until());
    cpu.seen = batch.since();
    inBatch.add(cpu);
  }

  /** All entries of a batch were added. */
  void endBatch() {
    if (inBatch.isEmpty()) {
      return;
    }
    for (Cpu cpu : waiting) {
      long lost = Math.min(cpu.waiting, cpu.holes());
      if (lost > 0) {
        cpu.explain(lost);
        found = cpu.waitingGap.with(found);
      }
      cpu.waiting = 0;
    }
    waiting.clear();
    for (Cpu cpu : inBatch) {
      cpu.waiting = cpu.holes();
      cpu.waitingGap = cpu.gap;
      if (cpu.waiting > 0) {
        waiting.add(cpu);
      }
    }
    inBatch.clear();
  }

  /** The recorder told of a loss: when it was is known. */
  void told(LossRecord loss) {
    if (loss.cause() == LossRecord.SKIPPED || !SequenceAccount.isCpu(loss.cpu())) {
      return;
    }
    // Of a CPU without a record, all may have been lost.
    Cpu unseen = whole ? new Cpu(0, start) : null;
    Cpu cpu = cpus.computeIfAbsent(loss.cpu(), unused -> unseen);
    if (cpu != null) {
      cpu.told += loss.count();
    }
  }

  /** The recording ended: what is missing then was lost. */
  void end(EndRecord end) {
    for (int number = 0; number < end.cpus().size(); number++) {
      long made = end.cpus().get(number).made();
      Cpu cpu = cpus.get(number);
      if (cpu == null && whole && made > 0) {
        found = new TimeSpan(start, end.time()).with(found);
      } else if (cpu != null) {
        cpu.reach = Math.max(cpu.reach, made);
        if (cpu.holes() > 0) {
          cpu.explain(cpu.holes());
          found = new TimeSpan(cpu.seen, end.time()).with(found);
        }
      }
    }
  }

  /** The time of holes that the next batch may fill; null if there are none. */
  TimeSpan waiting() {
    TimeSpan span = null;
    for (Cpu cpu : waiting) {
      span = cpu.waitingGap.with(span);
    }
    return span;
  }

  /** What was found since this was asked last; null for nothing. */
  TimeSpan poll() {
    TimeSpan gap = found;
    found = null;
    return gap;
  }
}
