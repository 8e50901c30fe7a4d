// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times as options name them, in a capture from 22:00 to 04:00 in Kathmandu (UTC+05:45). */
@Timeout(60)
class MomentTest {
  private static final ZoneId ZONE = ZoneId.of("Asia/Kathmandu");
  private static final long START = nanoseconds("2026-11-24T22:00:00+05:45");
  private static final long END = nanoseconds("2026-11-25T04:00:00+05:45");

  private static long nanoseconds(String time) {
    Instant instant = OffsetDateTime.parse(time).toInstant();
    return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-24T23:12:05.5,           2026-11-24T23:12:05.5+05:45",
    "2026-11-24T23:12:05.123456789,   2026-11-24T23:12:05.123456789+05:45",
    "2026-11-24 23:12,                2026-11-24T23:12:00+05:45",
    "2026-11-24T23:12Z,               2026-11-24T23:12:00Z",
    "2026-11-24T23:12:05+01:00,       2026-11-24T23:12:05+01:00",
    "2026-11-24T23:12:05+00:19:32,    2026-11-24T23:12:05+00:19:32",
    "2026-11-24 23:12:05-08:00,       2026-11-24T23:12:05-08:00",
    "23:12,                           2026-11-24T23:12:00+05:45",
    "23:12:05,                        2026-11-24T23:12:05+05:45",
    "03:12,                           2026-11-25T03:12:00+05:45",
    "21:00,                           2026-11-24T21:00:00+05:45",
    "05:00,                           2026-11-24T05:00:00+05:45",
    "20:00Z,                          2026-11-24T20:00:00Z",
    "-10m,                            2026-11-25T03:50:00+05:45",
    "+5m,                             2026-11-24T22:05:00+05:45",
    "+1500ms,                         2026-11-24T22:00:01.5+05:45",
    "-1h,                             2026-11-25T03:00:00+05:45",
    "+2d,                             2026-11-26T22:00:00+05:45",
  })
  void aTimeIsUnderstoodInTheCapturesZoneUnlessItNamesAnOther(String text, String expected) {
    assertEquals(nanoseconds(expected), Moment.parse(text).in(START, END, ZONE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "10m",
        "-10",
        "+5w",
        "+-5m",
        "-1.5h",
        "25:00",
        "3:12",
        "03:60",
        "03:12:61",
        "2026-02-30T03:12",
        "2026-11-24",
        "2026-11-24T",
        "2026-11-24T03",
        "03:12 Europe/Paris",
        "2026-11-24T03:12:05.",
        "2026-11-24T03:12:05.1234567890",
        "T03:12",
        "-99999999999m"
      })
  void whatIsNoTimeIsRefused(String text) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Moment.parse(text));
    assertEquals(
        "'" + text + "' is not a time such as 2026-11-24T03:12:05, 03:12, +5m or -10m",
        refused.getMessage());
  }

  @Test
  void whatIsOutOfAllRangeIsTheFarthestThatThereIs() {
    assertEquals(Long.MAX_VALUE, Moment.parse("9999-01-01T00:00").in(START, END, ZONE));
    assertEquals(Long.MIN_VALUE, Moment.parse("0001-01-01T00:00").in(START, END, ZONE));
    assertEquals(
        START + 36_500L * 86_400 * 1_000_000_000, Moment.parse("+999999999d").in(START, END, ZONE));
  }
}
