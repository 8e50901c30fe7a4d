// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.time.Instant;
import java.time.ZoneId;

/** Times of day, worked out once for each second and zone that comes by. */
final class WallTime {
  private static final long SECOND = 1_000_000_000L;
  private static final int DAY = 24 * 60 * 60;

  private long second = Long.MIN_VALUE;
  private ZoneId zone;
  private int secondOfDay;

  /**
   * @param time ns since 1970-01-01T00:00Z, 0 if it is not known
   * @return seconds since midnight in a zone; -1 if the time is not known
   */
  int secondOfDay(long time, ZoneId zone) {
    if (time == 0) {
      return -1;
    }
    long now = Math.floorDiv(time, SECOND);
    if (now != second || zone != this.zone) {
      second = now;
      this.zone = zone;
      int offset = zone.getRules().getOffset(Instant.ofEpochSecond(now)).getTotalSeconds();
      secondOfDay = (int) Math.floorMod(now + offset, (long) DAY);
    }
    return secondOfDay;
  }
}
