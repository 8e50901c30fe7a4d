// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Times as ISO 8601 has them, always of the same length: 2026-11-24T03:12:05.000000001+01:00. */
final class IsoTime {
  private static final long SECOND = 1_000_000_000L;

  private IsoTime() {}

  /**
   * @param time ns since 1970-01-01T00:00Z
   */
  static void put(RowBuffer out, long time, ZoneId zone) {
    long second = Math.floorDiv(time, SECOND);
    ZoneOffset offset = zone.getRules().getOffset(Instant.ofEpochSecond(second));
    LocalDateTime at =
        LocalDateTime.ofEpochSecond(second, (int) Math.floorMod(time, SECOND), offset);
    number(out, at.getYear(), 4, '-');
    number(out, at.getMonthValue(), 2, '-');
    number(out, at.getDayOfMonth(), 2, 'T');
    number(out, at.getHour(), 2, ':');
    number(out, at.getMinute(), 2, ':');
    number(out, at.getSecond(), 2, '.');
    int minutes = offset.getTotalSeconds() / 60;
    number(out, at.getNano(), 9, minutes < 0 ? '-' : '+');
    number(out, Math.abs(minutes) / 60, 2, ':');
    out.putDecimal(Math.abs(minutes) % 60, 2);
  }

  private static void number(RowBuffer out, int number, int digits, char behind) {
    out.putDecimal(number, digits);
    out.put(behind);
  }
}
