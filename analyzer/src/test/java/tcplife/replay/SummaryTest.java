// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.event.TcpState;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;

/** {@code --summary}. */
@Timeout(60)
class SummaryTest {
  @TempDir private Path directory;

  @Test
  void sessionsAreSummedUpByTheirOwners() {
    assertEquals(
        List.of(
            "comm               sessions     failed     payload_sent payload_received "
                + " duration_median     duration_p99",
            "curl                      3          2              100             2000 "
                + "      1000.341ms       1000.341ms",
            "implant                   1          0                0                0 "
                + "               -                -",
            "nginx                     1          0          5000000              300 "
                + "      2000.683ms       2000.683ms",
            "postgres                  1          0                0                0 "
                + "               -                -",
            "sshd                      1          0                0                0 "
                + "               -                -"),
        lines(Incident.script(), "--summary --open"));
  }

  @Test
  void inCsvWhatIsNotKnownIsEmpty() {
    assertEquals(
        List.of(
            "comm,sessions,failed,payload_sent,payload_received,duration_median,duration_p99",
            "sshd,1,0,0,0,,"),
        lines(Incident.script(), "--summary -s -L 22"));
  }

  @Test
  void inJsonDurationsAreNanoseconds() {
    assertEquals(
        List.of(
            "{\"comm\":\"sshd\",\"sessions\":1,\"failed\":0,\"payload_sent\":0,"
                + "\"payload_received\":0,\"duration_median\":null,\"duration_p99\":null}"),
        lines(Incident.script(), "--summary --json -L 22"));
  }

  @Test
  void medianAndPercentileAreRightToThreeDigits() {
    CaptureScript script = new CaptureScript();
    for (int i = 1; i <= 1000; i++) {
      long start = i * Incident.SECOND;
      script
          .socket("10.0.0.1", i, "10.0.0.2", 80)
          .to(TcpState.SYN_SENT, start, new CurrentTask(7, "a"))
          .to(TcpState.CLOSE, start + i * 1_000_000L, new CurrentTask(7, "a"));
    }
    String line = lines(script.sort(), "--summary -s").get(1);
    String[] values = line.split(",");
    assertEquals("a", values[0]);
    assertEquals("1000", values[1]);
    assertEquals(500e6, Long.parseLong(values[5]), 0.5e6);
    assertEquals(990e6, Long.parseLong(values[6]), 1e6);
  }

  @Test
  void anUnknownOwnerIsToldApartFromOneOfThatName() {
    CaptureScript script = new CaptureScript();
    Lifecycle.accepted(script.socket("10.0.0.1", 80, "10.0.0.2", 1), 100_000)
        .error(104)
        .to(TcpState.CLOSE, 200_000, CurrentTask.BYSTANDER);
    Lifecycle.client(
        script.socket("10.0.0.1", 2, "10.0.0.2", 80), 100_000, 200_000, new CurrentTask(7, "-"));
    assertEquals(
        List.of("{\"comm\":\"-\"", "{\"comm\":null"),
        lines(script, "--summary --json").stream().map(line -> line.split(",")[0]).toList());
  }

  private List<String> lines(CaptureScript script, String options) {
    Run run = Run.replay(script, directory, options);
    assertEquals(0, run.code(), run.err());
    return run.out().lines().toList();
  }
}
