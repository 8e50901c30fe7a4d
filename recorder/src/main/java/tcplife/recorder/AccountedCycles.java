// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import tcplife.bpf.Host;
import tcplife.bpf.SessionProgram;
import tcplife.capture.BatchLayout;
import tcplife.capture.DiskException;
import tcplife.event.BatchSummary;
import tcplife.event.ClockRecord;
import tcplife.event.EndRecord;
import tcplife.event.LossRecord;

/**
 * What a recording writes: cycle after cycle the kernel program's events and what the survey finds,
 * and among them the clock and the account of what was lost. What the disk does not take is a
 * {@link DiskException}.
 */
final class AccountedCycles {
  /** Full batches moved in a row before signals and limits are looked at again. */
  private static final int MOST_BATCHES = 64;

  /** What is given up goes there, bytes. */
  private static final int SCRATCH = 1 << 20;

  /** Loss records that certainly fit where only a cycle's end does. */
  private static final int MOST_LAST_LOSSES = 1000;

  private final SessionProgram program;
  private final CycleOutput output;
  private final CycleLimit limit;
  private final Survey survey;
  private final Clock clock = new Clock();
  private final RecorderBatch own = new RecorderBatch();
  private final UntoldLosses untold = new UntoldLosses(own);
  private final LossWatch losses;

  AccountedCycles(SessionProgram program, CycleOutput output, CycleLimit limit, Survey survey) {
    this.program = program;
    this.output = output;
    this.limit = limit;
    this.survey = survey;
    losses = new LossWatch(program.counters(), untold);
  }

  /** Begins a cycle with the clock. */
  void begin() {
    ClockRecord now = clock.read();
    output.begin(own.of(ClockRecord.SIZE, now.time(), now::write));
  }

  /**
   * Moves what the ring holds; true if it may hold more.
   *
   * @param limited whether to stop when the cycle is as large as it may become
   */
  boolean drain(boolean limited) {
    for (int i = 0; i < MOST_BATCHES && !(limited && limit.exceeded(output.size())); i++) {
      BatchSummary moved = output.append(program::drain);
      if (moved.records() > 0) {
        // Just behind: who reads this later need not wait for it to know what may lack something.
        appendLosses(LossRecord.RING_FULL);
      }
      if (!BatchLayout.isFull(moved)) {
        return false;
      }
    }
    return true;
  }

  /** Whether all is moved that the program has made. */
  boolean isDrained() {
    var counters = program.counters();
    return output.events() == counters.made() - counters.lost();
  }

  void appendSurveyed() {
    survey.find(program.newIds());
    ByteBuffer block = survey.poll();
    if (block != null) {
      output.append(own.of(block));
    }
  }

  /** Tells the clock, if it was set. */
  void appendClock() {
    clock
        .changed()
        .ifPresent(now -> output.append(own.of(ClockRecord.SIZE, now.time(), now::write)));
  }

  /**
   * Tells what was lost since the last call.
   *
   * @param cause as a loss record has it
   */
  void appendLosses(int cause) {
    look(cause);
    while (!untold.isEmpty()) {
      output.append(untold.oldest());
    }
  }

  /** Takes note of what was lost since the last call, to be told later. */
  void look(int cause) {
    long looked = Host.clockPair()[0];
    losses.look(looked, program.counters(), cause);
  }

  /** Ends a cycle, for a reason that an end record has. */
  void close(int reason) {
    EndRecord end = losses.end(program.counters(), reason);
    output.append(own.of(EndRecord.size(end.cpus().size()), end.time(), end::write));
    output.close();
  }

  /** Ends a cycle into which nothing but its end still fits, if that is so. */
  void closePaused(int reason) {
    if (!output.hasRoomForLast()) {
      return;
    }
    try {
      if (!untold.isEmpty()) {
        output.appendLast(untold.oldest(MOST_LAST_LOSSES));
      }
      EndRecord end = losses.end(program.counters(), reason);
      output.appendLast(own.of(EndRecord.size(end.cpus().size()), end.time(), end::write));
      output.close();
    } catch (DiskException e) {
      output.pause(e);
    }
  }

  /** Gives up what was drained or is in the ring, and is in no cycle. */
  void giveUp() {
    losses.giveUp(output.takeUnwritten());
    ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH);
    BatchSummary given = program.drain(scratch);
    while (given.records() > 0) {
      losses.giveUp(given.cpuTable().order(ByteOrder.LITTLE_ENDIAN));
      given = program.drain(scratch);
    }
  }

  /** Events lost so far: no room in the ring, skipped by the kernel, or given up. */
  long lost() {
    return losses.lost(program.counters());
  }
}
