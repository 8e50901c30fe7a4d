// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.util.ArrayList;
import java.util.List;
import tcplife.bpf.Host;
import tcplife.bpf.ProgramCounters;
import tcplife.event.EndRecord;
import tcplife.event.LossRecord;
import tcplife.event.RecordHeader;

/** Turns the counters of what was lost into records of when. */
final class LossWatch {
  private final long[] lost;
  private long skipped;
  private long lookedAt = Host.clockPair()[0];

  LossWatch(ProgramCounters counters) {
    lost = new long[counters.cpus()];
  }

  /**
   * What was lost since the last call.
   *
   * @param looked before the counters were read, ns of CLOCK_BOOTTIME: what is lost after them is
   *     later
   */
  List<LossRecord> since(long looked, ProgramCounters counters) {
    long now = Host.clockPair()[0];
    List<LossRecord> losses = new ArrayList<>();
    for (int cpu = 0; cpu < lost.length; cpu++) {
      long more = counters.lost(cpu) - lost[cpu];
      if (more > 0) {
        losses.add(new LossRecord(lookedAt, now, more, LossRecord.RING_FULL, cpu));
        lost[cpu] += more;
      }
    }
    long more = counters.skipped() - skipped;
    if (more > 0) {
      losses.add(new LossRecord(lookedAt, now, more, LossRecord.SKIPPED, RecordHeader.NO_CPU));
      skipped += more;
    }
    lookedAt = looked;
    return losses;
  }

  /** The end of a cycle, with all that was counted. */
  EndRecord end(ProgramCounters counters, int reason) {
    List<EndRecord.Cpu> cpus = new ArrayList<>();
    for (int cpu = 0; cpu < counters.cpus(); cpu++) {
      cpus.add(new EndRecord.Cpu(counters.made(cpu), counters.lost(cpu)));
    }
    return new EndRecord(Host.clockPair()[0], counters.skipped(), reason, cpus);
  }
}
