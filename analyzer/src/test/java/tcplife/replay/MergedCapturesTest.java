// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;

/** Captures of several hosts in one table. */
@Timeout(60)
class MergedCapturesTest {
  private static final long SECOND = 1_000_000_000L;

  /** 2026-06-01T12:00:00Z. */
  private static final long NOON = 1_780_315_200 * SECOND;

  @TempDir private Path directory;

  @Test
  void rowsAreInTheOrderOfWallTimeThoughBootTimesDiffer() {
    assertEquals(List.of("1", "2", "3", "4"), columns(twoHosts(), "-s", "LPORT"));
  }

  @Test
  void theOrderOnTheCommandLineDoesNotMatter() {
    List<Path> captures = twoHosts();
    assertEquals(
        List.of("1", "2", "3", "4"),
        columns(List.of(captures.get(1), captures.get(0)), "-s", "LPORT"));
  }

  @Test
  void timesSinceTheFirstRowAreOfTheWallClock() {
    assertEquals(
        List.of("0.000000", "1.000000", "1.500000", "3.000000"),
        columns(twoHosts(), "-s -t", "TIME(s)"));
  }

  @Test
  void eachRowHasTheTimeOfDayOfItsOwnHostAlsoWithinOneSecond() {
    assertEquals(
        List.of("14:00:01,1", "08:00:02,2", "14:00:02,3", "08:00:04,4"),
        columns(twoHosts(), "-s -T", "TIME", "LPORT"));
  }

  @Test
  void oneZoneCanBeAskedForAllRows() {
    assertEquals(
        List.of("12:00:01", "12:00:02", "12:00:02", "12:00:04"),
        columns(twoHosts(), "-s -T --utc", "TIME"));
  }

  @Test
  void theSameCookieInTwoCapturesIsTwoSessions() {
    CaptureScript opened = new CaptureScript().clock(0, NOON, 0, "UTC");
    opened.socket("10.0.0.1", 1, "10.0.0.2", 80).cookie(5).to(2, SECOND, CurrentTask.BYSTANDER);
    CaptureScript closed = new CaptureScript().clock(0, NOON, 0, "UTC");
    closed
        .socket("10.0.0.1", 1, "10.0.0.2", 80)
        .cookie(5)
        .in(2)
        .to(7, 2 * SECOND, CurrentTask.BYSTANDER);
    List<Path> captures =
        List.of(opened.write(directory.resolve("a")), closed.write(directory.resolve("b")));
    assertEquals(List.of(), Run.replay(captures, "-s").rows());
  }

  @Test
  void aFilterHoldsForAll() {
    assertEquals(List.of("2", "3"), columns(twoHosts(), "-s -L 2,3", "LPORT"));
  }

  @Test
  void whatIsMissingIsSaidOfTheCaptureThatMissesIt() {
    Path whole = new CaptureScript().write(directory.resolve("whole"));
    Path killed =
        new CaptureScript().clock(0, NOON, 0, "UTC").writeKilled(directory.resolve("killed"));
    Path lossy = new CaptureScript().lose(3).write(directory.resolve("lossy"));
    Run run = Run.replay(List.of(whole, killed, lossy), "");
    assertEquals(3, run.code());
    assertEquals(2, run.messages().size(), run.err());
    assertTrue(run.messages().get(0).startsWith("tcplife replay: " + killed + ": has no end"));
    assertTrue(run.messages().get(1).startsWith("tcplife replay: " + lossy + ": 3 events are"));
  }

  /** Two hosts, one up for long and six hours west of the other. */
  private List<Path> twoHosts() {
    CaptureScript paris = new CaptureScript().clock(100 * SECOND, NOON, 2 * 3600, "Europe/Paris");
    session(paris, 1, 101 * SECOND);
    session(paris, 3, 102 * SECOND + SECOND / 2);
    CaptureScript newYork =
        new CaptureScript().clock(90_000 * SECOND, NOON, -4 * 3600, "America/New_York");
    session(newYork, 2, 90_002 * SECOND);
    session(newYork, 4, 90_004 * SECOND);
    return List.of(
        paris.write(directory.resolve("paris")), newYork.write(directory.resolve("newyork")));
  }

  private static void session(CaptureScript script, int port, long close) {
    Lifecycle.client(
        script.socket("10.0.0.1", port, "10.0.0.2", 80),
        close - 1_000_000,
        close,
        new CurrentTask(1, "a"));
  }

  private static List<String> columns(List<Path> captures, String options, String... names) {
    return Run.replay(captures, options).columns(names);
  }
}
