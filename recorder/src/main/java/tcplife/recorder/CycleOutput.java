// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
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
  private static final int MOST_TRIES = 10;

  /** ns. */
  private static final long BETWEEN_TRIES = 100_000_000;

  private final Path capture;
  private final CaptureDirectory directory;
  private final Room room;
  private final KeptCycles kept;
  private final Syncer syncer;
  private final IntConsumer closed;
  private final Runnable drop;
  private CycleWriter cycle;
  private int number;
  private boolean paused = true;

  /** Whether the disk failed in this pause, and not only room was missing. */
  private boolean failed;

  private ByteBuffer unwritten;

  /** Bytes to be given up once the present cycle is closed: nothing if none follows it. */
  private long needed;

  private long closedBytes;
  private long closedEvents;

  /**
   * @param closed told the number of each cycle that was closed, in order; must not wait
   * @param drop drops closed cycles that are no longer kept, at once, if none waits to be sealed
   */
  CycleOutput(
      Path capture,
      CaptureDirectory directory,
      Room room,
      KeptCycles kept,
      Syncer syncer,
      IntConsumer closed,
      Runnable drop) {
    this.capture = capture;
    this.directory = directory;
    this.room = room;
    this.kept = kept;
    this.syncer = syncer;
    this.closed = closed;
    this.drop = drop;
    kept.current(directory.nextCycleNumber());
  }

  /**
   * Before the first cycle: finds out how much is to be given up for it.
   *
   * @param limit of the cycle
   * @return whether it can begin as it is
   */
  boolean canBegin(CycleLimit limit) {
    limit.restart(share());
    kept.needed(room.needed(limit.bytes()));
    return room.hasCycle();
  }

  /**
   * Before the first cycle: waits until it can begin. Room that was made for it may come a moment
   * later: xfs gives back in the background what was removed.
   *
   * @throws DiskException if there is too little
   */
  void awaitRoom() {
    for (int tries = 0; !room.hasCycle() && tries < MOST_TRIES && canMakeRoom(); tries++) {
      LockSupport.parkNanos(BETWEEN_TRIES);
    }
    room.requireCycle();
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

  /**
   * Before a cycle is closed: makes sure that another can begin, or that room can be made for it.
   *
   * @throws DiskException if not
   */
  void requireNext() {
    if (!canMakeRoom()) {
      room.requireCycle();
    }
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

  /** How large the present cycle may become, bytes. */
  long share() {
    return kept.share(room.available());
  }

  /**
   * Before a cycle is closed: finds out how much is to be given up for the next.
   *
   * @param cycleBytes how large it becomes
   */
  void makeRoom(long cycleBytes) {
    needed = room.needed(cycleBytes);
  }

  /**
   * Has others given up for a cycle that cannot begin, as what was given up for it may have gone to
   * somebody else.
   *
   * @param cycleBytes how large it becomes
   */
  void makeRoomForFirst(long cycleBytes) {
    if (cycle == null && canMakeRoom()) {
      kept.needed(room.needed(cycleBytes));
      drop.run();
    }
  }

  /** Whether the host lacks room, and closing the present cycle would give up others for it. */
  boolean isInTheWay() {
    return room.isShort() && kept.spare() > 1;
  }

  /** Whether others can be given up once the present cycle is closed. */
  boolean canMakeRoom() {
    return kept.spare() > 0;
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
    kept.needed(needed);
    needed = 0;
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
