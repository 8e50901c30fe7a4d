// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.TreeMap;
import tcplife.event.BatchSummary;
import tcplife.event.RecordHeader;

/** Gathers records that are at hand into a batch, and counts what its header and table tell. */
final class RecordBatch {
  /** A batch with so many bytes of records is full: the largest record and the table fit behind. */
  private static final int ENOUGH = 512 << 10;

  /** And so is one of so many CPUs. */
  private static final int MOST_CPUS = 4096;

  private static final class Cpu {
    private int records;
    private long lowest = Long.MAX_VALUE;
    private long highest = Long.MIN_VALUE;
  }

  private final ByteBuffer batch =
      ByteBuffer.allocate(BatchLayout.LARGEST).order(ByteOrder.LITTLE_ENDIAN);
  private final TreeMap<Integer, Cpu> cpus = new TreeMap<>();
  private int records;
  private long firstTime;
  private long lastTime;

  RecordBatch() {
    clear();
  }

  /** Makes it empty. */
  void clear() {
    batch.clear().position(BatchLayout.HEADER_SIZE);
    cpus.clear();
    records = 0;
    firstTime = Long.MAX_VALUE;
    lastTime = Long.MIN_VALUE;
  }

  boolean isFull() {
    return batch.position() > ENOUGH || cpus.size() >= MOST_CPUS;
  }

  /** Adds the record that begins at an offset; only if not full. */
  void add(ByteBuffer from, int at) {
    batch.put(from.slice(at, RecordHeader.length(from, at)));
    Cpu cpu = cpus.computeIfAbsent(RecordHeader.cpu(from, at), unused -> new Cpu());
    long sequence = RecordHeader.sequence(from, at);
    cpu.records++;
    cpu.lowest = Math.min(cpu.lowest, sequence);
    cpu.highest = Math.max(cpu.highest, sequence);
    records++;
    if (RecordHeader.hasTime(from, at)) {
      long time = RecordHeader.time(from, at);
      firstTime = Math.min(firstTime, time);
      lastTime = Math.max(lastTime, time);
    }
  }

  /** The whole batch, from position to limit. */
  ByteBuffer complete() {
    int bytes = batch.position() - BatchLayout.HEADER_SIZE;
    BatchSummary summary = new BatchSummary(cpus.size());
    boolean timed = firstTime <= lastTime;
    ByteBuffer memory = summary.memory().putInt(records).putInt(bytes);
    memory.putLong(timed ? firstTime : 0).putLong(timed ? lastTime : 0);
    memory.putInt(cpus.size()).putInt(0);
    cpus.forEach(
        (number, cpu) ->
            memory.putInt(number).putInt(cpu.records).putLong(cpu.lowest).putLong(cpu.highest));
    int length = BatchLayout.complete(batch.clear(), summary);
    return batch.limit(length).rewind();
  }
}
