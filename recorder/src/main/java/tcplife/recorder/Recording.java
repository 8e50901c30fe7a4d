// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import tcplife.bpf.Host;
import tcplife.bpf.SessionProgram;
import tcplife.capture.CaptureDirectory;
import tcplife.capture.CycleWriter;
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

  /** How long to wait for runs of the program that were under way at the detaching, in ms. */
  private static final int LONGEST_SETTLING = 1000;

  /** How long to wait for what the survey is at when the recording is to end, ms. */
  private static final int LONGEST_SURVEY = 5000;

  private final SessionProgram program;
  private final CaptureDirectory directory;
  private final CycleLimit limit;
  private final Survey survey;
  private final Consumer<Path> closed;
  private final Clock clock = new Clock();
  private final LossWatch losses;
  private final RecorderBatch own = new RecorderBatch();
  private CycleWriter cycle;
  private long events;
  private long closedBytes;

  /**
   * @param survey begun with each cycle; closed by who made it
   * @param closed told of the directory of each cycle that was closed
   */
  Recording(
      SessionProgram program,
      CaptureDirectory directory,
      CycleLimit limit,
      Survey survey,
      Consumer<Path> closed) {
    this.program = program;
    this.directory = directory;
    this.limit = limit;
    this.survey = survey;
    this.closed = closed;
    losses = new LossWatch(program.counters());
  }

  /** Begins the first cycle. */
  void begin() {
    cycle = newCycle();
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
   * @return whether the recording goes on: false once a signal asks to stop
   */
  boolean step() {
    boolean more = drain();
    appendSurveyed();
    int sleep = survey.isBusy() ? SHORT_SLEEP : LONGEST_SLEEP;
    return program.await(more ? 0 : sleep) != SessionProgram.STOP;
  }

  private void appendSurveyed() {
    survey.find(program.newIds());
    ByteBuffer block = survey.poll();
    if (block != null) {
      cycle.append(own.of(block));
    }
  }

  /** What is due each second: loss and clock are looked at, and the cycle's limits. */
  void everySecond() {
    appendLosses();
    clock.changed().ifPresent(record -> append(cycle, record));
    if (limit.reached(cycle.size()) && !survey.isTakingInventory()) {
      // The next is there before this one ends: if the disk is too full for it, this one still can
      // say how the recording ended.
      CycleWriter next = newCycle();
      closeCycle(EndRecord.CYCLE);
      cycle = next;
      beginSurvey();
    }
  }

  /** Detaches the program, moves all that is left, and closes the capture in order. */
  void stop() {
    awaitSurvey();
    program.detach();
    for (int waited = 0; waited < LONGEST_SETTLING && !settled(); waited++) {
      // Not program.await, which does not wait once a signal has come.
      LockSupport.parkNanos(MILLISECOND);
    }
    awaitSurvey();
    appendLosses();
    closeCycle(EndRecord.STOPPED);
  }

  /** An inventory must end before the program is detached: what it finds later began unseen. */
  private void awaitSurvey() {
    appendSurveyed();
    for (int waited = 0; waited < LONGEST_SURVEY && survey.isBusy(); waited++) {
      LockSupport.parkNanos(MILLISECOND);
      drain();
      appendSurveyed();
    }
  }

  /**
   * Ends the capture after a failure: what the ring still holds is given up, which the end record's
   * counts tell, if there is room for one.
   */
  void abort() {
    program.detach();
    if (cycle != null) {
      if (cycle.hasRoomForLast()) {
        EndRecord end = losses.end(program.counters(), EndRecord.STOPPED);
        cycle.appendLast(own.of(EndRecord.size(end.cpus().size()), end.time(), end::write));
      }
      finishCycle();
    }
  }

  private boolean settled() {
    while (drain()) {
      continue;
    }
    var counters = program.counters();
    return events == counters.made() - counters.lost();
  }

  /** Moves what the ring holds; true if it may hold more. */
  private boolean drain() {
    for (int i = 0; i < MOST_BATCHES; i++) {
      BatchSummary moved = cycle.append(program::drain);
      events += moved.records();
      if (!CycleWriter.isFull(moved)) {
        return false;
      }
    }
    return true;
  }

  private void appendLosses() {
    for (LossRecord loss : losses.since(program.counters())) {
      cycle.append(own.of(LossRecord.SIZE, loss.until(), loss::write));
    }
  }

  private void append(CycleWriter to, ClockRecord record) {
    to.append(own.of(ClockRecord.SIZE, record.time(), record::write));
  }

  private CycleWriter newCycle() {
    Path path = directory.nextCycle();
    CycleWriter next = new CycleWriter(path, Host::allocate);
    try {
      append(next, clock.read());
    } catch (RuntimeException e) {
      next.discard();
      throw e;
    }
    limit.restart();
    return next;
  }

  private void closeCycle(int reason) {
    EndRecord end = losses.end(program.counters(), reason);
    cycle.append(own.of(EndRecord.size(end.cpus().size()), end.time(), end::write));
    finishCycle();
  }

  private void finishCycle() {
    cycle.close();
    closedBytes += cycle.size();
    closed.accept(cycle.directory());
    cycle = null;
  }

  /** Events kept so far. */
  long events() {
    return events;
  }

  /**
   * Events lost so far: no room in the ring, or the kernel skipped the program; at the end also
   * what was given up.
   */
  long lost() {
    var counters = program.counters();
    boolean ended = cycle == null;
    return (ended ? counters.made() - events : counters.lost()) + counters.skipped();
  }

  /** Bytes written so far. */
  long bytes() {
    return closedBytes + (cycle == null ? 0 : cycle.size());
  }
}
