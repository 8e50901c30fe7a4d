// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.util.concurrent.locks.LockSupport;
import tcplife.bpf.SessionProgram;
import tcplife.capture.DiskException;
import tcplife.cli.Failure;
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

  private static final long MILLISECOND = 1_000_000;

  /** How often to try to end in order while room is being made, {@link #LONGEST_SLEEP} each. */
  private static final int MOST_TRIES = 50;

  private final SessionProgram program;
  private final CycleOutput output;
  private final CycleRoom room;
  private final CycleLimit limit;
  private final Survey survey;
  private final Pause pause;
  private final Runnable snapshot;
  private final AccountedCycles cycles;
  private final DiskPause diskPause;
  private final Remainder remainder;
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
      CycleRoom room,
      CycleLimit limit,
      Survey survey,
      Pause pause,
      Runnable snapshot) {
    this.program = program;
    this.output = output;
    this.room = room;
    this.limit = limit;
    this.survey = survey;
    this.pause = pause;
    this.snapshot = snapshot;
    cycles = new AccountedCycles(program, output, limit, survey);
    diskPause = new DiskPause(cycles, output, room, pause);
    remainder = new Remainder(program, cycles, survey);
  }

  /**
   * Begins the first cycle.
   *
   * @throws DiskException if the disk does not take it
   */
  void begin() {
    cycles.begin();
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
      asked = program.await(LONGEST_SLEEP);
      tryToResume();
    } else {
      boolean more = move();
      int sleep = survey.isBusy() ? SHORT_SLEEP : LONGEST_SLEEP;
      asked = program.await(more ? 0 : sleep);
    }
    snapshotAsked |= asked == SessionProgram.SNAPSHOT;
    return asked != SessionProgram.STOP && !diskPause.stops();
  }

  /** Moves what there is; true if there may be more. */
  private boolean move() {
    try {
      boolean more = cycles.drain(true);
      cycles.appendSurveyed();
      if (limit.exceeded(output.size()) && !survey.isTakingInventory()) {
        nextCycle();
      }
      return more;
    } catch (DiskException e) {
      diskPause.begin(e);
      return false;
    }
  }

  /** What is due each second: loss and clock are looked at, and the cycle's limits. */
  void everySecond() {
    if (output.isPaused()) {
      if (snapshotAsked) {
        cycles.closePaused(EndRecord.CYCLE); // else it would lack what is newest
        takeSnapshot();
      }
      return;
    }
    try {
      output.requireSync();
      cycles.appendLosses(LossRecord.RING_FULL);
      cycles.appendClock();
      boolean due = limit.reached(output.size()) || snapshotAsked || room.isInTheWay();
      if (due && !survey.isTakingInventory()) {
        nextCycle();
        takeSnapshot();
      }
    } catch (DiskException e) {
      diskPause.begin(e);
    }
  }

  private void takeSnapshot() {
    if (snapshotAsked) {
      snapshotAsked = false;
      snapshot.run();
    }
  }

  private void nextCycle() {
    room.requireNext();
    room.makeForNext();
    cycles.close(EndRecord.CYCLE);
    cycles.begin();
    beginSurvey();
  }

  private void tryToResume() {
    while (survey.poll() != null) {
      continue; // the next cycle has a survey of its own
    }
    if (!survey.isTakingInventory() && diskPause.end()) {
      beginSurvey();
    }
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
          diskPause.resume();
        }
        remainder.move();
        end();
        return;
      } catch (DiskException e) {
        diskPause.begin(e);
      }
    }
    remainder.giveUp(pause.cause());
    end();
    throw new Failure(pause.reason().getMessage());
  }

  /** A snapshot that was asked for has all that there is now. */
  private void end() {
    ended = true;
    snapshotAsked |= program.await(0) == SessionProgram.SNAPSHOT;
    takeSnapshot();
  }

  /** The first try may end a cycle for which there is no more room; sealing it makes some. */
  private boolean isWorthTrying(int tries) {
    if (tries < 2) {
      return !diskPause.stops();
    }
    LockSupport.parkNanos(LONGEST_SLEEP * MILLISECOND);
    return tries < MOST_TRIES && room.canMake() && !pause.stops();
  }

  /**
   * Ends the capture after a failure that is not the disk's: what the ring still holds is given up,
   * which the end record's counts tell, if there is room for one.
   */
  void abort() {
    program.detach();
    cycles.closePaused(EndRecord.STOPPED);
    ended = true;
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
    return ended ? counters.made() - events() + counters.skipped() : cycles.lost();
  }

  /** Bytes written so far. */
  long bytes() {
    return output.bytes();
  }
}
