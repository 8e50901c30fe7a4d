// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.locks.LockSupport;
import tcplife.bpf.Host;
import tcplife.bpf.SessionProgram;
import tcplife.capture.CycleWriter;
import tcplife.capture.DiskException;
import tcplife.cli.Failure;
import tcplife.event.BatchSummary;
import tcplife.event.ClockRecord;
import tcplife.event.EndRecord;
import tcplife.event.LossRecord;

/**
 * One run of the recorder: moves what the kernel program makes into cycles of a capture, until it
 * is told to stop, and accounts for every event. Used by one thread.
 */
final class Recording {
  /** How long events may lie in the ring, ms, when few come; many wake the recorder themselves. */
  private static final int LONGEST_SLEEP = 100;

  /** The same while the survey makes records, ms. */
  private static final int SHORT_SLEEP = 5;

  /** Full batches moved in a row before signals and limits are looked at again. */
  private static final int MOST_BATCHES = 64;

  private static final long MILLISECOND = 1_000_000;

  /** What is given up goes there, bytes. */
  private static final int SCRATCH = 1 << 20;

  /** How long to wait for runs of the program that were under way at the detaching, in ms. */
  private static final int LONGEST_SETTLING = 1000;

  /** How long to wait for what the survey is at when the recording is to end, ms. */
  private static final int LONGEST_SURVEY = 5000;

  /** How often to try to end in order while room is being made, {@link #LONGEST_SLEEP} each. */
  private static final int MOST_TRIES = 50;

  /** Loss records that certainly fit where only a cycle's end does. */
  private static final int MOST_LAST_LOSSES = 1000;

  private final SessionProgram program;
  private final CycleOutput output;
  private final CycleLimit limit;
  private final Survey survey;
  private final Pause pause;
  private final Runnable snapshot;
  private final Clock clock = new Clock();
  private final LossWatch losses;
  private final RecorderBatch own = new RecorderBatch();
  private boolean snapshotAsked;
  private boolean ended;

  /**
   * @param survey begun with each cycle; closed by who made it
   * @param pause decides what is done when the disk takes no more
   * @param snapshot makes a snapshot of the cycles that are closed, which a signal asked for
   */
  Recording(
      SessionProgram program,
      CycleOutput output,
      CycleLimit limit,
      Survey survey,
      Pause pause,
      Runnable snapshot) {
    this.program = program;
    this.output = output;
    this.limit = limit;
    this.survey = survey;
    this.pause = pause;
    this.snapshot = snapshot;
    losses = new LossWatch(program.counters());
  }

  /**
   * Begins the first cycle.
   *
   * @throws DiskException if the disk does not take it
   */
  void begin() {
    ClockRecord now = clock.read();
    output.begin(own.of(ClockRecord.SIZE, now.time(), now::write));
    limit.restart(output.share());
  }

  /**
   * Looks for what a cycle's events do not tell. After the program is attached, so that nothing
   * falls between: what is there is found, what comes is recorded.
   */
  void beginSurvey() {
    program.forgetIds();
    survey.beginCycle();
  }

  /**
   * Sleeps until there is something to do, and does it.
   *
   * @return whether the recording goes on: false once a signal asks to stop, or the disk is full
   *     and it is to stop then
   */
  boolean step() {
    int asked;
    if (output.isPaused()) {
      // Not program.await, which would not sleep while the ring is full.
      LockSupport.parkNanos(LONGEST_SLEEP * MILLISECOND);
      asked = program.await(0);
      tryToResume();
    } else {
      boolean more = move();
      int sleep = survey.isBusy() ? SHORT_SLEEP : LONGEST_SLEEP;
      asked = program.await(more ? 0 : sleep);
    }
    snapshotAsked |= asked == SessionProgram.SNAPSHOT;
    return asked != SessionProgram.STOP && !(output.isPaused() && pause.stops());
  }

  /** Moves what there is; true if there may be more. */
  private boolean move() {
    try {
      boolean more = drain(true);
      appendSurveyed();
      if (limit.exceeded(output.size()) && !survey.isTakingInventory()) {
        nextCycle();
      }
      return more;
    } catch (DiskException e) {
      pause(e);
      return false;
    }
  }

  private void appendSurveyed() {
    survey.find(program.newIds());
    ByteBuffer block = survey.poll();
    if (block != null) {
      output.append(own.of(block));
    }
  }

  /** What is due each second: loss and clock are looked at, and the cycle's limits. */
  void everySecond() {
    if (output.isPaused()) {
      takeSnapshot();
      return;
    }
    try {
      output.requireSync();
      appendLosses(LossRecord.RING_FULL);
      clock.changed().ifPresent(this::append);
      boolean due = limit.reached(output.size()) || snapshotAsked || output.isInTheWay();
      if (due && !survey.isTakingInventory()) {
        nextCycle();
        takeSnapshot();
      }
    } catch (DiskException e) {
      pause(e);
    }
  }

  private void takeSnapshot() {
    if (snapshotAsked) {
      snapshotAsked = false;
      snapshot.run();
    }
  }

  private void nextCycle() {
    output.requireNext();
    output.makeRoom(limit.bytes());
    closeCycle(EndRecord.CYCLE);
    begin();
    beginSurvey();
  }

  private void closeCycle(int reason) {
    EndRecord end = losses.end(program.counters(), reason);
    output.append(own.of(EndRecord.size(end.cpus().size()), end.time(), end::write));
    output.close();
  }

  /** Leaves in the ring what comes, until the disk takes it again. */
  private void pause(DiskException reason) {
    look(LossRecord.RING_FULL);
    pause.begin(reason, losses.lost(program.counters()));
    if (output.pause(reason) && !pause.stops() && output.canMakeRoom()) {
      output.makeRoom(limit.bytes());
      endPausedCycle(EndRecord.CYCLE);
    }
  }

  /** Ends a cycle into which nothing but its end still fits. */
  private void endPausedCycle(int reason) {
    try {
      ByteBuffer untold = losses.takeUntold(MOST_LAST_LOSSES);
      if (untold != null) {
        output.appendLast(own.of(untold));
      }
      EndRecord end = losses.end(program.counters(), reason);
      output.appendLast(own.of(EndRecord.size(end.cpus().size()), end.time(), end::write));
      output.close();
    } catch (DiskException e) {
      output.pause(e);
    }
  }

  private void tryToResume() {
    while (survey.poll() != null) {
      continue; // the next cycle has a survey of its own
    }
    if (!pause.isDue() || pause.stops() || survey.isTakingInventory()) {
      return;
    }
    try {
      resume();
      pause.end(losses.lost(program.counters()));
      beginSurvey();
    } catch (DiskException e) {
      output.pause(e);
    }
  }

  /** Begins a cycle, with what was lost before it. */
  private void resume() {
    if (output.hasRoomForLast()) {
      output.requireNext();
      endPausedCycle(EndRecord.CYCLE);
    }
    begin();
    appendLosses(pause.cause());
  }

  /**
   * Detaches the program, moves all that is left, and closes the capture in order.
   *
   * @throws Failure if the disk does not take it
   */
  void stop() {
    for (int tries = 0; isWorthTrying(tries); tries++) {
      try {
        if (output.isPaused()) {
          resume();
        }
        moveRest();
        ended = true;
        return;
      } catch (DiskException e) {
        pauseAtEnd(e);
      }
    }
    giveUpRest();
    throw new Failure(pause.reason().getMessage());
  }

  /** The first try may end a cycle for which there is no more room; sealing it makes some. */
  private boolean isWorthTrying(int tries) {
    if (tries < 2) {
      return !(output.isPaused() && pause.stops());
    }
    LockSupport.parkNanos(LONGEST_SLEEP * MILLISECOND);
    return tries < MOST_TRIES && output.canMakeRoom() && !pause.stops();
  }

  private void pauseAtEnd(DiskException e) {
    if (output.isPaused()) {
      output.pause(e);
    } else {
      pause(e);
    }
  }

  private void moveRest() {
    awaitSurvey();
    program.detach();
    for (int waited = 0; waited < LONGEST_SETTLING && !settled(); waited++) {
      // Not program.await, which does not wait once a signal has come.
      LockSupport.parkNanos(MILLISECOND);
    }
    awaitSurvey();
    appendLosses(LossRecord.RING_FULL);
    closeCycle(EndRecord.STOPPED);
  }

  /** An inventory must end before the program is detached: what it finds later began unseen. */
  private void awaitSurvey() {
    appendSurveyed();
    for (int waited = 0; waited < LONGEST_SURVEY && survey.isBusy(); waited++) {
      LockSupport.parkNanos(MILLISECOND);
      drain(false);
      appendSurveyed();
    }
  }

  private boolean settled() {
    while (drain(false)) {
      continue;
    }
    var counters = program.counters();
    return output.events() == counters.made() - counters.lost();
  }

  /** Ends the capture as far as that is possible; what is not in it yet is told to be lost. */
  private void giveUpRest() {
    program.detach();
    LockSupport.parkNanos(LONGEST_SLEEP * MILLISECOND); // for runs that are under way
    losses.giveUp(output.takeUnwritten());
    ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH);
    BatchSummary given = program.drain(scratch);
    while (given.records() > 0) {
      losses.giveUp(given.cpuTable().order(ByteOrder.LITTLE_ENDIAN));
      given = program.drain(scratch);
    }
    look(pause.cause());
    if (output.hasRoomForLast()) {
      endPausedCycle(EndRecord.STOPPED);
    }
    ended = true;
  }

  /**
   * Ends the capture after a failure that is not the disk's: what the ring still holds is given up,
   * which the end record's counts tell, if there is room for one.
   */
  void abort() {
    program.detach();
    if (output.hasRoomForLast()) {
      endPausedCycle(EndRecord.STOPPED);
    }
    ended = true;
  }

  /**
   * Moves what the ring holds; true if it may hold more.
   *
   * @param limited whether to stop when the cycle is as large as it may become
   */
  private boolean drain(boolean limited) {
    for (int i = 0; i < MOST_BATCHES && !(limited && limit.exceeded(output.size())); i++) {
      BatchSummary moved = output.append(program::drain);
      if (moved.records() > 0) {
        // Just behind: who reads this later need not wait for it to know what may lack something.
        appendLosses(LossRecord.RING_FULL);
      }
      if (!CycleWriter.isFull(moved)) {
        return false;
      }
    }
    return true;
  }

  private void look(int cause) {
    long looked = Host.clockPair()[0];
    losses.look(looked, program.counters(), cause);
  }

  private void appendLosses(int cause) {
    look(cause);
    for (LossRecord loss = losses.untold(); loss != null; loss = losses.untold()) {
      output.append(own.of(LossRecord.SIZE, loss.until(), loss::write));
      losses.told();
    }
  }

  private void append(ClockRecord record) {
    output.append(own.of(ClockRecord.SIZE, record.time(), record::write));
  }

  /** Whether it was brought to an end, in order or not. */
  boolean hasEnded() {
    return ended;
  }

  /** Events kept so far. */
  long events() {
    return output.events();
  }

  /**
   * Events lost so far: no room in the ring, or the kernel skipped the program; at the end also
   * what was given up.
   */
  long lost() {
    var counters = program.counters();
    return ended ? counters.made() - events() + counters.skipped() : losses.lost(counters);
  }

  /** Bytes written so far. */
  long bytes() {
    return output.bytes();
  }
}
