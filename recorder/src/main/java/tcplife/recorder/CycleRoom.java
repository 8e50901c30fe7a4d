// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.util.concurrent.locks.LockSupport;
import tcplife.capture.DiskException;

/** Room for the next cycle, made where others can be given up for it. Used by one thread. */
final class CycleRoom {
  private static final int MOST_TRIES = 10;

  /** ns. */
  private static final long BETWEEN_TRIES = 100_000_000;

  private final Room room;
  private final KeptCycles kept;
  private final CycleLimit limit;
  private final Runnable drop;
  private long needed;

  /**
   * @param limit of each cycle
   * @param drop drops closed cycles that are no longer kept, at once, if none waits to be sealed
   */
  CycleRoom(Room room, KeptCycles kept, CycleLimit limit, Runnable drop) {
    this.room = room;
    this.kept = kept;
    this.limit = limit;
    this.drop = drop;
  }

  /** Finds out how much is to be given up for the first cycle; whether it can begin as it is. */
  boolean canBegin() {
    begun();
    kept.needed(room.needed(limit.bytes()));
    return room.hasCycle();
  }

  /**
   * Waits until the first cycle can begin. Room that was made for it may come a moment later: xfs
   * gives back in the background what was removed.
   *
   * @throws DiskException if there is too little
   */
  void awaitFirst() {
    for (int tries = 0; !room.hasCycle() && tries < MOST_TRIES && canMake(); tries++) {
      LockSupport.parkNanos(BETWEEN_TRIES);
    }
    room.requireCycle();
  }

  /** A cycle began: how large it may become, the device tells. */
  void begun() {
    limit.restart(kept.share(room.available()));
  }

  /**
   * Before a cycle is closed: makes sure that another can begin, or that room can be made for it.
   *
   * @throws DiskException if not
   */
  void requireNext() {
    if (!canMake()) {
      room.requireCycle();
    }
  }

  /** Before a cycle is closed that another one follows: finds out how much that needs. */
  void makeForNext() {
    needed = room.needed(limit.bytes());
  }

  /** A cycle was closed: what the next one needs is given up, or nothing if none follows. */
  void closed() {
    kept.needed(needed);
    needed = 0;
  }

  /**
   * While there is no cycle: gives up more for the next, since what was given up for it may have
   * gone to somebody else.
   */
  void makeMore() {
    if (canMake()) {
      kept.needed(room.needed(limit.bytes()));
      drop.run();
    }
  }

  /** Whether the host lacks room, and closing the present cycle would give up others for it. */
  boolean isInTheWay() {
    return room.isShort() && kept.spare() > 1;
  }

  /** Whether others can be given up once the present cycle is closed. */
  boolean canMake() {
    return kept.spare() > 0;
  }
}
