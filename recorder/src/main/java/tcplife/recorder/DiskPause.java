// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import tcplife.capture.DiskException;
import tcplife.event.EndRecord;
import tcplife.event.LossRecord;

/** Stops writing when the disk takes no more, and begins again when it does. */
final class DiskPause {
  /** How long a file system may take to give back what was removed, ns. */
  private static final long SETTLING = 2_000_000_000;

  private final AccountedCycles cycles;
  private final CycleOutput output;
  private final CycleRoom room;
  private final Pause pause;
  private long madeRoom;

  /**
   * @param pause when to try again, and whether to go on at all
   */
  DiskPause(AccountedCycles cycles, CycleOutput output, CycleRoom room, Pause pause) {
    this.cycles = cycles;
    this.output = output;
    this.room = room;
    this.pause = pause;
  }

  /** Leaves in the ring what comes, until the disk takes it again. */
  void begin(DiskException reason) {
    if (output.isPaused()) {
      stayPaused(reason);
      return;
    }
    cycles.look(LossRecord.RING_FULL);
    pause.begin(reason, cycles.lost());
    madeRoom = System.nanoTime();
    if (output.pause(reason) && !pause.stops() && room.canMake()) {
      room.makeForNext();
      cycles.closePaused(EndRecord.CYCLE);
    }
  }

  /** Whether the recording is to end instead. */
  boolean stops() {
    return output.isPaused() && pause.stops();
  }

  /** Tries to go on, if it is time to; whether it does. */
  boolean end() {
    if (!pause.isDue() || pause.stops()) {
      return false;
    }
    try {
      resume();
      pause.end(cycles.lost());
      return true;
    } catch (DiskException e) {
      stayPaused(e);
      return false;
    }
  }

  /** What was given up may have gone to somebody else; but it may also become free yet. */
  private void stayPaused(DiskException reason) {
    output.pause(reason);
    long now = System.nanoTime();
    if (reason.isNoSpace() && !pause.stops() && output.hasNone() && now - madeRoom > SETTLING) {
      madeRoom = now;
      room.makeMore();
    }
  }

  /** Begins a cycle, with what was lost before it. */
  void resume() {
    if (output.hasRoomForLast()) {
      room.requireNext();
      cycles.closePaused(EndRecord.CYCLE);
    }
    cycles.begin();
    cycles.appendLosses(pause.cause());
  }
}
