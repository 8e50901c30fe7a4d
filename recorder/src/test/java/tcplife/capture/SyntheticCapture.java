// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import tcplife.capture.Manifest.Recording;
import tcplife.event.BatchSummary;
import tcplife.event.ClockRecord;
import tcplife.event.EndRecord;
import tcplife.event.LossRecord;
import tcplife.event.RecordHeader;

/**
 * Makes a capture of chosen records, as the recorder would have written it: without a kernel
 * program, native code or privileges.
 *
 * <pre>
 * SyntheticCapture.in(directory)
 *     .clock(bootTime, wallTime, "Europe/Berlin")
 *     .state(StateFields.ofSocket(1).task(7, "curl").at(bootTime, CLOSE, SYN_SENT))
 *     .end();
 * </pre>
 */
public final class SyntheticCapture implements AutoCloseable {
  public static final String BOOT_ID = "00000000-0000-4000-8000-00000000b007";

  /** A batch ends here by itself, bytes. */
  private static final int ENOUGH = 512 << 10;

  /** What a CPU made, and what a batch holds of it. */
  private static final class Cpu {
    private long made;
    private long lost;
    private int records;
    private long lowest;
    private long highest;
  }

  private final CaptureDirectory directory;
  private final TreeMap<Integer, Cpu> cpus = new TreeMap<>();
  private final ByteBuffer batch =
      ByteBuffer.allocate(BatchLayout.LARGEST).order(ByteOrder.LITTLE_ENDIAN);
  private CycleWriter cycle;
  private long ownSequence;
  private long firstTime = Long.MAX_VALUE;
  private long lastTime;
  private long now;

  private SyntheticCapture(Path path, String bootId) {
    directory = CaptureDirectory.prepare(path, Files::createDirectory, true);
    directory.begin(
        "host",
        new Recording(
            directory.nextCycleNumber(),
            "2026-11-24T18:00:00+01:00",
            bootId,
            "6.18 synthetic",
            "Europe/Berlin",
            "tcplife test",
            List.of("none")));
    openCycle();
  }

  /** Begins a recording into a directory, or after what it holds already. */
  public static SyntheticCapture in(Path directory) {
    return in(directory, BOOT_ID);
  }

  /** The same, by a host that was booted anew. */
  public static SyntheticCapture in(Path directory, String bootId) {
    return new SyntheticCapture(directory, bootId);
  }

  private void openCycle() {
    cycle = new CycleWriter(directory.nextCycle(), (file, offset, length) -> {});
    cycle.appear();
  }

  /** Two clock readings of one moment, and the host's time zone at it. */
  public SyntheticCapture clock(long time, long realtime, String zone) {
    int offset =
        ZoneId.of(zone).getRules().getOffset(Instant.ofEpochSecond(0, realtime)).getTotalSeconds();
    return own(ClockRecord.SIZE, time, new ClockRecord(time, realtime, 100, offset, zone)::write);
  }

  /** Transitions, numbered per CPU as the kernel program does. */
  public SyntheticCapture state(StateFields... transitions) {
    for (StateFields transition : transitions) {
      long sequence = cpu(transition.cpu()).made++;
      raw(transition.cpu(), sequence, transition.time(), transition.toRecord(sequence));
    }
    return this;
  }

  /** Takes sequence numbers of events that the ring had no room for. */
  public SyntheticCapture lose(int cpu, long events) {
    cpu(cpu).made += events;
    cpu(cpu).lost += events;
    return this;
  }

  /** A transition whose sequence number was taken before, by {@link #lose}. */
  public SyntheticCapture late(StateFields transition, long sequence) {
    cpu(transition.cpu()).lost--;
    return raw(transition.cpu(), sequence, transition.time(), transition.toRecord(sequence));
  }

  public SyntheticCapture loss(LossRecord loss) {
    return own(LossRecord.SIZE, loss.until(), loss::write);
  }

  /** Any bytes, in the place of a record of the recorder. */
  public SyntheticCapture raw(byte[] record) {
    return raw(RecordHeader.NO_CPU, ownSequence++, now, record);
  }

  private SyntheticCapture own(int size, long time, ObjLongConsumer<ByteBuffer> writer) {
    ByteBuffer record = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    writer.accept(record, ownSequence);
    return raw(RecordHeader.NO_CPU, ownSequence++, time, record.array());
  }

  private SyntheticCapture raw(int number, long sequence, long time, byte[] record) {
    Cpu cpu = cpu(number);
    boolean first = cpu.records++ == 0;
    cpu.lowest = first ? sequence : Math.min(cpu.lowest, sequence);
    cpu.highest = first ? sequence : Math.max(cpu.highest, sequence);
    firstTime = Math.min(firstTime, time);
    lastTime = Math.max(lastTime, time);
    now = Math.max(now, time);
    batch.put(record);
    return batch.position() < ENOUGH ? this : batch();
  }

  private Cpu cpu(int number) {
    return cpus.computeIfAbsent(number, unused -> new Cpu());
  }

  /** Ends the batch; what follows comes into the next. */
  public SyntheticCapture batch() {
    if (batch.position() > 0) {
      cycle.append(
          to -> {
            to.slice().put(batch.flip());
            return summary();
          });
    }
    batch.clear();
    firstTime = Long.MAX_VALUE;
    lastTime = 0;
    cpus.values().forEach(cpu -> cpu.records = 0);
    return this;
  }

  /** As struct batch_summary of bridge.c. */
  private BatchSummary summary() {
    int records = cpus.values().stream().mapToInt(cpu -> cpu.records).sum();
    int entries = (int) cpus.values().stream().filter(cpu -> cpu.records > 0).count();
    BatchSummary summary = new BatchSummary(entries);
    ByteBuffer memory = summary.memory().putInt(records).putInt(batch.limit());
    memory.putLong(firstTime).putLong(lastTime).putInt(entries).putInt(0);
    cpus.forEach(
        (number, cpu) -> {
          if (cpu.records > 0) {
            memory.putInt(number).putInt(cpu.records).putLong(cpu.lowest);
            memory.putLong(cpu.highest);
          }
        });
    memory.clear();
    return summary;
  }

  /** Ends the cycle in order and begins the next. */
  public SyntheticCapture nextCycle() {
    endCycle(EndRecord.CYCLE);
    openCycle();
    return this;
  }

  /** Ends the recording in order. */
  public void end() {
    endCycle(EndRecord.STOPPED);
    directory.close();
  }

  private void endCycle(int reason) {
    List<EndRecord.Cpu> counts = new ArrayList<>();
    int last = Math.max(cpus.isEmpty() ? 0 : cpus.lastKey(), 0);
    for (int number = 0; number <= last; number++) {
      counts.add(new EndRecord.Cpu(cpu(number).made, cpu(number).lost));
    }
    own(EndRecord.size(counts.size()), now, new EndRecord(now, 0, reason, counts)::write);
    batch();
    cycle.close();
  }

  /** Ends the recording without the record that says so. */
  @Override
  public void close() {
    batch();
    cycle.close();
    directory.close();
  }
}
