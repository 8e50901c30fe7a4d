// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;

/** TIME is when a session closed, by the clock on the wall of the host that recorded it. */
@Timeout(60)
class TimeOfDayTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long BOOTED = 1_000 * SECOND;

  @TempDir private Path directory;

  @Test
  void isThatOfTheRecordingHostsZone() {
    CaptureScript script = at("2026-06-01T12:00:00Z", 20_700, "Asia/Kathmandu");
    assertEquals(List.of("17:45:03"), times(session(script, 3), ""));
  }

  @Test
  void isThatOfTheZoneAskedFor() {
    CaptureScript script = session(at("2026-06-01T12:00:00Z", 20_700, "Asia/Kathmandu"), 3);
    assertEquals(List.of("12:00:03"), times(script, "--utc"));
    assertEquals(List.of("12:00:03"), times(script, "--tz UTC"));
    assertEquals(List.of("21:00:03"), times(script, "--tz Asia/Tokyo"));
    assertEquals(List.of("05:30:03"), times(script, "--tz=-06:30"));
  }

  @Test
  void isByTheRecordedOffsetWhereTheZoneIsUnknown() {
    CaptureScript script = at("2026-06-01T12:00:00Z", -12_600, "Middle-earth/Shire");
    assertEquals(List.of("08:30:03"), times(session(script, 3), ""));
  }

  @Test
  void isByTheRecordedOffsetWhereTheHostNamesNoZone() {
    CaptureScript script = at("2026-06-01T12:00:00Z", 3_600, "");
    assertEquals(List.of("13:00:03"), times(session(script, 3), ""));
  }

  @Test
  void isUtcWhereTheRecordedOffsetIsNone() {
    CaptureScript script = at("2026-06-01T12:00:00Z", Integer.MAX_VALUE, "Middle-earth/Shire");
    assertEquals(List.of("12:00:03"), times(session(script, 3), ""));
  }

  @Test
  void leapsWhereSummerTimeBegins() {
    CaptureScript script = at("2026-03-29T00:59:58Z", 3_600, "Europe/Paris");
    session(script, 1);
    session(script, 2);
    assertEquals(List.of("01:59:59", "03:00:00"), times(script, ""));
  }

  @Test
  void comesTwiceWhereSummerTimeEnds() {
    CaptureScript script = at("2026-10-25T00:59:58Z", 7_200, "Europe/Paris");
    session(script, 1);
    session(script, 2);
    assertEquals(List.of("02:59:59", "02:00:00"), times(script, ""));
  }

  @Test
  void wrapsAtMidnight() {
    CaptureScript script = at("2026-06-01T21:59:58Z", 7_200, "Europe/Paris");
    session(script, 1);
    session(script, 2);
    assertEquals(List.of("23:59:59", "00:00:00"), times(script, ""));
  }

  @Test
  void followsAStepOfTheWallClockWhichTimesSinceTheFirstRowDoNot() {
    CaptureScript script = at("2026-06-01T12:00:00Z", 0, "UTC");
    session(script, 1);
    script.clock(BOOTED + 2 * SECOND, nanos("2026-06-01T06:00:02Z"), 0, "UTC");
    session(script, 3);
    assertEquals(
        List.of("12:00:01,0.000000", "06:00:03,2.000000"),
        Run.replay(script, directory, "-s -tT").columns("TIME", "TIME(s)"));
  }

  @Test
  void isAColumnOfEightInText() {
    CaptureScript script = session(at("2026-06-01T12:00:00Z", 0, "UTC"), 3);
    Run run = Run.replay(script, directory, "-Tt");
    assertTrue(run.out().startsWith("TIME     TIME(s)   PID   COMM"), run.out());
    assertTrue(run.rows().get(0).startsWith("12:00:03 0.000000  1     a "), run.out());
  }

  @Test
  void sinceTheFirstRowIsFromTheFirstThatIsPrinted() {
    CaptureScript script = at("2026-06-01T12:00:00Z", 0, "UTC");
    session(script, 1);
    session(script, 3);
    session(script, 4);
    assertEquals(
        List.of("0.000000,3", "1.000000,4"),
        Run.replay(script, directory, "-s -t -L 3,4").columns("TIME(s)", "LPORT"));
  }

  @Test
  void sinceTheFirstRowIsTheDifferenceOfWholeMicroseconds() {
    CaptureScript script = at("2026-06-01T12:00:00Z", 0, "UTC");
    session(script, 1, BOOTED + 999);
    session(script, 2, BOOTED + 1_000);
    session(script, 3, BOOTED + 12_345_678_999L);
    assertEquals(
        List.of("0.000000", "0.000001", "12.345678"),
        Run.replay(script, directory, "-s -t").columns("TIME(s)"));
  }

  private static CaptureScript at(String wall, int utcOffset, String zone) {
    return new CaptureScript().clock(BOOTED, nanos(wall), utcOffset, zone);
  }

  private static long nanos(String wall) {
    return Instant.parse(wall).getEpochSecond() * SECOND;
  }

  /** A session that closes some seconds after the clock record, on a port of that number. */
  private static CaptureScript session(CaptureScript script, int seconds) {
    return session(script, seconds, BOOTED + seconds * SECOND);
  }

  private static CaptureScript session(CaptureScript script, int port, long close) {
    Lifecycle.client(
        script.socket("10.0.0.1", port, "10.0.0.2", 80),
        close - 1_000_000,
        close,
        new CurrentTask(1, "a"));
    return script;
  }

  private List<String> times(CaptureScript script, String options) {
    return Run.replay(script, directory, "-s -T", options).columns("TIME");
  }
}
