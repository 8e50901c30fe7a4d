// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;

/** Each filter leaves those of {@link Incident}'s sessions that it should. */
@Timeout(60)
class FilterTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--comm curl                 | 40001 40003 40004",
        "--comm cur                  |",
        "--comm c*                   | 40001 40003 40004",
        "--comm *gin?                | 80",
        "--comm ngin?                | 80",
        "--comm .*                   |",
        "--uid 33                    | 80",
        "--uid www-data              | 80",
        "--uid alice                 | 40001 40003",
        "--uid 0                     | 40004 22 5432 40006",
        "--uid bob                   |",
        "--cgroup /user.slice        | 40001 40003",
        "--cgroup /user.slice/alice/ |",
        "--cgroup /user.slice/alice  | 40001 40003",
        "--cgroup /user              |",
        "--cgroup *docker-0123*      | 80",
        "--cgroup /                  | 40001 80 40003",
        "--netns 7                   | 80",
        "--netns blue                | 80",
        "--netns red                 |",
        "--addr 10.0.0.2             | 40001 40003",
        "--addr 10.0.0.1             | 40001 80 40003 22 5432 40006",
        "--addr 10.0.0.0/30          | 40001 80 40003 22 5432 40006",
        "--addr 10.0.0.8/31          | 22 5432",
        "--addr 2001:db8::/32        | 40004",
        "--addr ::/0                 | 40001 80 40003 40004 22 5432 40006",
        "--local-addr 10.0.0.2       |",
        "--local-addr 10.0.0.0/24    | 40001 80 40003 22 5432 40006",
        "--remote-addr 10.0.0.0/24   | 40001 40003 22 5432",
        "--remote-addr 192.168.0.0/16 | 80",
        "--outcome SF                | 40001 80",
        "--outcome s1,REJ            | 40003 40006",
        "--min-duration 1001ms       | 80",
        "--min-duration 1s           | 40001 80 40004 40006",
        "--max-duration 50us         | 40003",
        "--max-duration 49us         |",
        "--min-bytes 2100            | 40001 80",
        "--min-bytes 2101            | 80",
        "--min-bytes 2K              | 40001 80",
        "--max-bytes 0               | 40003 40004 22 5432",
        "-p 60                       | 5432",
        "-L 22,80                    | 80 22",
        "-6                          | 40004",
        "--comm curl --addr 10.0.0.0/8 --outcome REJ | 40003",
        "--from 14:00:06.5           | 40003 40004 22 5432 40006",
        "--from 2026-06-01T12:00:06.5Z | 40003 40004 22 5432 40006",
        "--to 14:00:03.5             | 40001 22 5432",
        "--from 14:00:02.5 --to 14:00:02.6 | 40001 22 5432",
        "--from 14:00:01 --to 14:00:08.5 --within | 40001 80 40003",
        "--from 14:00:01 --within    | 40001 80 40003 40004 40006",
        "--to 14:00:12 --within      | 40001 80 40003 40004 22",
        "--from -4s                  | 40004 22 5432 40006",
        "--to +3s                    | 40001 22 5432",
      })
  void aFilterLeaves(String options, String ports) {
    List<String> expected = ports == null ? List.of() : List.of(ports.split(" "));
    Run run =
        Run.replay(
            Incident.script(), directory, "-s --open --columns local_port", options.split(" +"));
    assertEquals(0, run.code(), run.err());
    assertEquals(expected, run.rows());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"--comm ngin? | 80", "--addr 10.0.0.2 | 40001 40003", "--to 14:00:03.5 | 40001"})
  void filtersAreForTcplifesColumnsToo(String options, String ports) {
    Run run = Run.replay(Incident.script(), directory, "-s", options.split(" "));
    assertEquals(List.of(ports.split(" ")), run.columns("LPORT"));
  }

  @Test
  void ofSeveralCapturesTheLastEndCounts() {
    CurrentTask task = new CurrentTask(1, "late");
    CaptureScript later =
        new CaptureScript().clock(0, Incident.NOON + 60 * Incident.SECOND, 0, "UTC");
    Lifecycle.client(later.socket("10.0.0.1", 1, "10.0.0.2", 2), 1_000_000, 2_000_000, task);
    List<Path> captures =
        List.of(
            Incident.script().write(directory.resolve("a")), later.write(directory.resolve("b")));
    Run run = Run.replay(captures, "-s --columns local_port --from -30s");
    assertEquals(List.of("1"), run.rows());
  }

  @Test
  void aWindowThatEndsBeforeItBeginsIsRefused() {
    Run run = Run.replay(Incident.script(), directory, "--from -5s --to -6s");
    assertEquals(2, run.code());
    assertTrue(run.err().startsWith("tcplife replay: --from is later than --to"), run.err());
  }

  @Test
  void aTimeOfDayIsRefusedWhereTheCaptureTellsNone() {
    Path capture = new CaptureScript().write(directory.resolve("cap"));
    Run run = Run.replay(List.of(capture), "--from 12:00");
    assertEquals(1, run.code());
    assertEquals(
        List.of(
            "tcplife replay: --from: "
                + capture
                + " tells no time of day; -10m and +5m are understood"),
        run.messages());
  }
}
