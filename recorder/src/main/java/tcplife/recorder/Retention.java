// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.time.Duration;
import java.util.List;

/**
 * Which closed cycles of a capture stay: the newest, as far as the limits allow, and the newest of
 * all in any case.
 *
 * @param mostBytes of the whole capture, {@link Long#MAX_VALUE} for no limit: a quarter is set
 *     aside, for the cycle that is being written and for the one before, and what {@link Room}
 *     leaves for what is made of it
 * @param longest how long ago a cycle may have ended; null for no limit
 * @param makesRoom whether cycles are given up where the disk is short of room
 */
record Retention(long mostBytes, Duration longest, boolean makesRoom) {
  /** A cycle is at most such a part of the capture, and of its time. */
  static final int SHARE = 8;

  /**
   * A cycle that was closed.
   *
   * @param bytes on the disk
   * @param sealed whether it takes no less than that from now on
   * @param ended ms, by the clock that asks for the oldest
   */
  record Closed(int number, long bytes, boolean sealed, long ended) {}

  /** Whether no cycle is ever given up. */
  boolean keepsAll() {
    return mostBytes == Long.MAX_VALUE && longest == null && !makesRoom;
  }

  /** How large a cycle may become, bytes. */
  long cycleBytes(long wanted) {
    return Math.max(1, Math.min(wanted, mostBytes / SHARE));
  }

  /** How old a cycle may become. */
  Duration cycleAge(Duration wanted) {
    Duration share = longest == null ? wanted : longest.dividedBy(SHARE);
    return share.compareTo(wanted) < 0 ? share : wanted;
  }

  /**
   * Which cycles are given up: those below a number.
   *
   * @param cycles oldest first; not empty
   * @param now ms, by the clock that told their ends
   * @param needed bytes that should become free on the disk
   * @return 0 if all stay
   */
  int oldest(List<Closed> cycles, long now, long needed) {
    long bytes = cycles.stream().mapToLong(Closed::bytes).sum();
    long freed = freedBySealing(cycles);
    int first = 0;
    while (first < cycles.size() - 1
        && (bytes > mostBytes - 2 * (mostBytes / SHARE) - mostBytes / Room.SEALING
            || makesRoom && freed < needed
            || longest != null && now - cycles.get(first).ended() > longest.toMillis())) {
      bytes -= cycles.get(first).bytes();
      freed += cycles.get(first).bytes();
      first++;
    }
    // Not that of the oldest that stays: what is gone between the two, no limit dropped.
    return first == 0 ? 0 : cycles.get(first - 1).number() + 1;
  }

  /** Bytes that sealing is about to make free, if it keeps up: only the newest is still to come. */
  private static long freedBySealing(List<Closed> cycles) {
    long unsealed = cycles.stream().filter(each -> !each.sealed()).count();
    Closed newest = cycles.get(cycles.size() - 1);
    return unsealed == 1 && !newest.sealed() ? newest.bytes() : 0;
  }
}
