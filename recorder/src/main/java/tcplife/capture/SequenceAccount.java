// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.nio.ByteBuffer;
import java.util.TreeMap;
import tcplife.event.BatchSummary;
import tcplife.event.EndRecord;
import tcplife.event.RecordHeader;

/**
 * Holds the records that are there against the sequence numbers that the kernel program took: what
 * is missing was lost. Per recording, since the sequences begin anew with each.
 */
public final class SequenceAccount {
  private static final int CPU = 0;
  private static final int RECORDS = 4;
  private static final int HIGHEST = 16;

  /** A CPU's records in a capture, and the sequence numbers that must have been taken. */
  private static final class Cpu {
    private long records;
    private long made;
  }

  private final TreeMap<Integer, Cpu> cpus = new TreeMap<>();
  private long missingBefore;
  private long skippedBefore;
  private long skipped;

  void startRecording() {
    missingBefore = missing();
    skippedBefore += skipped;
    skipped = 0;
    cpus.clear();
  }

  void add(ByteBuffer batch, int table, int entries) {
    for (int i = 0; i < entries; i++) {
      int entry = table + i * BatchSummary.CPU_ENTRY;
      int number = batch.getInt(entry + CPU);
      if (number != RecordHeader.NO_CPU) {
        Cpu cpu = cpus.computeIfAbsent(number, unused -> new Cpu());
        cpu.records += Integer.toUnsignedLong(batch.getInt(entry + RECORDS));
        cpu.made = Math.max(cpu.made, batch.getLong(entry + HIGHEST) + 1);
      }
    }
  }

  /** Takes note of how many there were in the end, by which the last ones are missed too. */
  public void end(EndRecord end) {
    for (int number = 0; number < end.cpus().size(); number++) {
      Cpu cpu = cpus.computeIfAbsent(number, unused -> new Cpu());
      cpu.made = Math.max(cpu.made, end.cpus().get(number).made());
    }
    skipped = end.skipped();
  }

  /** Records of a CPU in the recording read last. */
  public long records(int cpu) {
    return cpus.containsKey(cpu) ? cpus.get(cpu).records : 0;
  }

  /** Events that were made and are not there, in all recordings. */
  public long missing() {
    long missing = missingBefore;
    for (Cpu cpu : cpus.values()) {
      missing += cpu.made - cpu.records;
    }
    return missing;
  }

  /** Events that the kernel did not show to the program, in all recordings. */
  public long skipped() {
    return skippedBefore + skipped;
  }
}
