// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.IntConsumer;
import tcplife.capture.BatchLayout;
import tcplife.capture.CaptureDirectory;
import tcplife.capture.CycleWriter;
import tcplife.capture.DiskException;
import tcplife.capture.Reason;
import tcplife.capture.RecordSource;
import tcplife.event.BatchSummary;

/**
 * Where a recording's batches go: into one cycle after another. Where the disk does not take them
 * it is paused, which its user sees by a {@link DiskException}: then there is no cycle, or one that
 * only its end still fits into.
 */
final class CycleOutput {
  private final Path capture;
  private final CaptureDirectory directory;
  private final Room room;
  private final CycleRoom made;
  private final KeptCycles kept;
  private final Syncer syncer;
  private final IntConsumer closed;
  private CycleWriter cycle;
  private int number;
  private boolean paused = true;

  /** Whether the disk failed in this pause, and not only room was missing. */
  private boolean failed;

  private ByteBuffer unwritten;

  private long closedBytes;
  private long closedEvents;

  /**
   * @param closed told the number of each cycle that was closed, in order; must not wait
   */
  CycleOutput(
      Path capture,
      CaptureDirectory directory,
      Room room,
      CycleRoom made,
      KeptCycles kept,
      Syncer syncer,
      IntConsumer closed) {
    this.capture = capture;
    this.directory = directory;
    this.room = room;
    this.made = made;
    this.kept = kept;
    this.syncer = syncer;
    this.closed = closed;
  }

  /**
   * Begins a cycle, with what another could not write any more.
   *
   * @param clock its first batch
   * @throws DiskException if the disk does not take it
   */
  void begin(RecordSource clock) {
    int next = directory.nextCycleNumber();
    kept.current(next);
    room.requireCycle();
    Path path = directory.nextCycle();
    try {
      cycle = newCycle(path, clock);
    } catch (RuntimeException e) {
      if (!directory.giveBack(path)) {
        closed.accept(next); // what is left of it is in the way of none, and is to be told
      }
      throw e;
    }
    unwritten = null;
    number = next;
    paused = false;
    if (failed) {
      failed = false;
      syncer.failure(); // of before: the pause that is over was told
    }
    made.begun();
    syncer.watch(cycle, path);
  }

  private CycleWriter newCycle(Path path, RecordSource clock) {
    CycleWriter made = new CycleWriter(path, room);
    try {
      made.append(clock);
      if (unwritten != null) {
        made.append(unwritten);
      }
      if (paused) {
        sync(made);
      }
      made.appear();
    } catch (RuntimeException e) {
      made.discard();
      throw e;
    }
    return made;
  }

  /** A disk that takes what it does not keep is one that takes nothing. */
  private void sync(CycleWriter made) {
    try {
      syncer.syncNow(made);
    } catch (IOException e) {
      throw cannotSync(Reason.of(e));
    }
  }

  private DiskException cannotSync(String reason) {
    return new DiskException(capture + ": cannot be synced: " + reason, false);
  }

  /** Throws if the disk did not keep what was written. */
  void requireSync() {
    String failure = syncer.failure();
    if (failure != null) {
      throw cannotSync(failure + "; what was written since the sync before may be lost");
    }
  }

  /** When nothing more is written: waits until the disk has all, and throws if it does not. */
  void requireAllSynced() {
    syncer.awaitAll();
    requireSync();
  }

  /** Whether there is none that something could still be appended to. */
  boolean hasNone() {
    return cycle == null;
  }

  boolean isPaused() {
    return paused;
  }

  /** Appends a batch, unless it is paused. */
  BatchSummary append(RecordSource source) {
    return cycle.append(source);
  }

  /** Bytes of the present cycle, 0 without one. */
  long size() {
    return cycle == null ? 0 : cycle.size();
  }

  /**
   * Takes note that the disk did not take something.
   *
   * @return whether a last batch can still be appended to the cycle
   */
  boolean pause(DiskException reason) {
    paused = true;
    failed |= !reason.isNoSpace();
    if (cycle == null) {
      return false;
    }
    if (reason.isNoSpace() && cycle.hasRoomForLast()) {
      return true;
    }
    unwritten = cycle.unwritten();
    close(false);
    return false;
  }

  /** Appends a small batch to the cycle for which there is no more room. */
  void appendLast(RecordSource last) {
    cycle.appendLast(last);
  }

  /** Whether there is a cycle that its end still fits into. */
  boolean hasRoomForLast() {
    return cycle != null && cycle.hasRoomForLast();
  }

  /** Closes a cycle that was brought to an end; the disk is asked to keep it. */
  void close() {
    close(true);
  }

  private void close(boolean sound) {
    cycle.end();
    closedBytes += cycle.size();
    closedEvents += cycle.events();
    kept.current(number + 1);
    if (sound) {
      syncer.finish(cycle);
    } else {
      syncer.watch(null, null);
      cycle.close();
    }
    cycle = null;
    made.closed();
    closed.accept(number);
  }

  /**
   * The CPU table of the batch that was drained and is in no cycle, nor comes into one from now on;
   * empty if there is none.
   */
  ByteBuffer takeUnwritten() {
    ByteBuffer table = unwritten == null ? ByteBuffer.allocate(0) : BatchLayout.cpuTable(unwritten);
    unwritten = null;
    return table;
  }

  /** Events kept so far. */
  long events() {
    return closedEvents + (cycle == null ? 0 : cycle.events());
  }

  /** Bytes written so far. */
  long bytes() {
    return closedBytes + size();
  }
}
