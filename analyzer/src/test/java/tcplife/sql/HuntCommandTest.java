// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.fixture.CaptureScript;
import tcplife.replay.Run;

/** What {@code tcplife hunt} says of arguments that do not fit. */
@Timeout(60)
class HuntCommandTest {
  private static final Pattern EXAMPLE = Pattern.compile("tcplife hunt cap/ (\\w+) (\\w+=\\w+)");

  @TempDir private Path directory;

  private static void assertUsage(String message, String... arguments) {
    List<String> all = new ArrayList<>(List.of("hunt"));
    all.addAll(Arrays.asList(arguments));
    Run run = SqlRun.of(all);
    assertEquals(2, run.code(), run.err());
    assertEquals(
        "tcplife hunt: " + message + " (tcplife hunt --help lists the options)",
        run.messages().get(0));
  }

  @Test
  void wrongArgumentsAreErrorsOfUsage() {
    String capture = new CaptureScript().write(directory.resolve("cap")).toString();
    assertUsage("no capture is named before beacons", "beacons");
    assertUsage("no capture is named before beacons", "beacons", "min_score=1");
    assertUsage("no hunt is named behind " + capture, capture, "top=3");
    assertUsage("there is no hunt 'becons'; there is beacons", capture, "becons");
    assertUsage(
        "there is no hunt 'talkers'; there is top_talkers_by_process, top_talkers_by_remote",
        capture,
        "talkers");
    assertUsage(
        "there is no hunt 'nothing_like_it'; without a name, all are listed",
        capture,
        "nothing_like_it",
        "x=1");
    assertUsage("other: beacons has no such parameter", capture, "beacons", "other=1");
    assertUsage("Top: given twice", capture, "beacons", "Top=1", "top=2");
    assertUsage("--threads: 0 is not a number of CPUs", capture, "beacons", "--threads=0");
    assertUsage("min_score=x: not a double", capture, "beacons", "min_score=x");
    assertUsage(
        "bucket_seconds=0: must be 0.001 or more",
        capture,
        "listener_concurrency",
        "bucket_seconds=0");
    assertUsage("min_seconds=-1: must be 0 or more", capture, "close_wait_leaks", "min_seconds=-1");
  }

  @Test
  void theExampleOfTheHelpRuns() {
    String capture = new CaptureScript().write(directory.resolve("cap")).toString();
    Matcher example = EXAMPLE.matcher(SqlRun.of(List.of("hunt", "--help")).out());
    assertTrue(example.find());
    assertEquals(0, SqlRun.of(List.of("hunt", capture, example.group(1), example.group(2))).code());
  }
}
