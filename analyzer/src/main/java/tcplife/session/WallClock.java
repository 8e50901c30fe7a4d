// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import tcplife.event.ClockRecord;

/** Wall time and time zone of a recording host, as its clock records tell them. */
public final class WallClock {
  /** Of UTC, s, either way: what java.time takes. */
  private static final int FARTHEST = 18 * 3600;

  private boolean set;
  private long offset;
  private ZoneId zone = ZoneOffset.UTC;

  /** From now on this pair of readings counts. */
  public void set(ClockRecord clock) {
    set = true;
    offset = clock.realtime() - clock.time();
    zone = zoneOf(clock);
  }

  private static ZoneId zoneOf(ClockRecord clock) {
    try {
      return ZoneId.of(clock.zone());
    } catch (DateTimeException e) {
      // A zone that this machine does not know: its offset was recorded too, if it is one.
      int seconds = clock.utcOffset();
      boolean valid = seconds >= -FARTHEST && seconds <= FARTHEST;
      return valid ? ZoneOffset.ofTotalSeconds(seconds) : ZoneOffset.UTC;
    }
  }

  /** ns of CLOCK_BOOTTIME as ns since 1970-01-01T00:00Z. */
  public long wall(long time) {
    return time + offset;
  }

  /** Whether there was a pair of readings yet; if not, wall time is not known. */
  public boolean isSet() {
    return set;
  }

  public ZoneId zone() {
    return zone;
  }
}
