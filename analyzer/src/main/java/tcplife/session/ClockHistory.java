// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.util.Map;
import java.util.TreeMap;
import tcplife.event.ClockRecord;

/**
 * How the wall clock of a boot was set, as far as its clock records tell. A moment has the same
 * wall time in it whatever comes later, unlike by {@link WallClock}: each reading of the two clocks
 * is off by some ns, and the wall clock may be set.
 */
public final class ClockHistory {
  /** More settings than any host's clock has: a file may be made of nothing else. */
  private static final int MOST = 10_000;

  /** By the time of CLOCK_BOOTTIME, ns, since when each counts. */
  private final TreeMap<Long, ClockRecord> settings = new TreeMap<>();

  /** Takes the next pair of readings. */
  void add(ClockRecord reading) {
    Map.Entry<Long, ClockRecord> before = settings.floorEntry(reading.time());
    if (settings.size() < MOST && (before == null || isSet(before.getValue(), reading))) {
      settings.put(reading.time(), reading);
    }
  }

  /** Both clocks go at one speed: more than what reading them took, only a setting parts them. */
  private static boolean isSet(ClockRecord before, ClockRecord after) {
    long apart = Math.abs(offset(after) - offset(before));
    return apart > (long) before.uncertainty() + after.uncertainty();
  }

  private static long offset(ClockRecord reading) {
    return reading.realtime() - reading.time();
  }

  /** Whether there was no pair of readings yet: wall time is not known. */
  public boolean isEmpty() {
    return settings.isEmpty();
  }

  /**
   * ns of CLOCK_BOOTTIME as ns since 1970-01-01T00:00Z, by the clock as it was then; before the
   * first pair of readings, by that.
   */
  public long wall(long time) {
    Map.Entry<Long, ClockRecord> then = settings.floorEntry(time);
    return time + offset((then == null ? settings.firstEntry() : then).getValue());
  }
}
