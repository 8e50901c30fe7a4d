// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import tcplife.capture.DiskException;
import tcplife.event.EndRecord;
import tcplife.event.LossRecord;

/** Stops writing when the disk takes no more, and begins again when it does. */
final class DiskPause {
  private final AccountedCycles cycles;
  private final CycleOutput output;
  private final CycleLimit limit;
  private final Pause pause;

  /**
   * @param pause when to try again, and whether to go on at all
   */
  DiskPause(AccountedCycles cycles, CycleOutput output, CycleLimit limit, Pause pause) {
    this.cycles = cycles;
    this.output = output;
    this.limit = limit;
    this.pause = pause;
  }

  /** Leaves in the ring what comes, until the disk takes it again. */
  void begin(DiskException reason) {
    if (output.isPaused()) {
      output.pause(reason);
      return;
    }
    cycles.look(LossRecord.RING_FULL);
    pause.begin(reason, cycles.lost());
    if (output.pause(reason) && !pause.stops() && output.canMakeRoom()) {
      output.makeRoom(limit.bytes());
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
      output.pause(e);
      if (e.isNoSpace()) {
        output.makeRoomForFirst(limit.bytes());
      }
      return false;
    }
  }

  /** Begins a cycle, with what was lost before it. */
  void resume() {
    if (output.hasRoomForLast()) {
      output.requireNext();
      cycles.closePaused(EndRecord.CYCLE);
    }
    cycles.begin();
    cycles.appendLosses(pause.cause());
  }
}
