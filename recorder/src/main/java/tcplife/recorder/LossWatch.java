// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import tcplife.bpf.Host;
import tcplife.bpf.ProgramCounters;
import tcplife.event.BatchSummary;
import tcplife.event.EndRecord;
import tcplife.event.LossRecord;
import tcplife.event.RecordHeader;

/** Turns the counters of what was lost into records of when. */
final class LossWatch {
  private final long[] lost;

  /** By CPU: drained, and given up. */
  private final long[] givenUp;

  private final UntoldLosses untold;
  private long skipped;
  private long lookedAt = Host.clockPair()[0];

  /**
   * @param untold gets the records
   */
  LossWatch(ProgramCounters counters, UntoldLosses untold) {
    this.untold = untold;
    lost = new long[counters.cpus()];
    givenUp = new long[counters.cpus()];
  }

  /**
   * Takes note of what was lost since the last call.
   *
   * @param looked before the counters were read, ns of CLOCK_BOOTTIME: what is lost after them is
   *     later
   * @param cause why, but for what the kernel skipped
   */
  void look(long looked, ProgramCounters counters, int cause) {
    long now = Host.clockPair()[0];
    for (int cpu = 0; cpu < lost.length; cpu++) {
      long more = lost(counters, cpu) - lost[cpu];
      if (more > 0) {
        untold.add(new LossRecord(lookedAt, now, more, cause, cpu));
        lost[cpu] += more;
      }
    }
    long more = counters.skipped() - skipped;
    if (more > 0) {
      untold.add(new LossRecord(lookedAt, now, more, LossRecord.SKIPPED, RecordHeader.NO_CPU));
      skipped += more;
    }
    lookedAt = looked;
  }

  /**
   * Takes note of a batch that was drained and then given up.
   *
   * @param table of its CPUs, little-endian, as {@link BatchSummary#cpuTable} has it
   */
  void giveUp(ByteBuffer table) {
    for (int at = table.position(); at < table.limit(); at += BatchSummary.CPU_ENTRY) {
      int cpu = table.getInt(at);
      if (cpu != RecordHeader.NO_CPU) {
        givenUp[cpu] += table.getInt(at + Integer.BYTES);
      }
    }
  }

  private long lost(ProgramCounters counters, int cpu) {
    return counters.lost(cpu) + givenUp[cpu];
  }

  /** Events lost so far, of which there was once a record. */
  long lost(ProgramCounters counters) {
    long sum = counters.skipped();
    for (int cpu = 0; cpu < lost.length; cpu++) {
      sum += lost(counters, cpu);
    }
    return sum;
  }

  /** The end of a cycle, with all that was counted. */
  EndRecord end(ProgramCounters counters, int reason) {
    List<EndRecord.Cpu> cpus = new ArrayList<>();
    for (int cpu = 0; cpu < counters.cpus(); cpu++) {
      cpus.add(new EndRecord.Cpu(counters.made(cpu), lost(counters, cpu)));
    }
    return new EndRecord(Host.clockPair()[0], counters.skipped(), reason, cpus);
  }
}
