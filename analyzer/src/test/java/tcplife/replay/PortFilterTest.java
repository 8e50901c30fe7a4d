// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;

/** -L and -D choose sessions by the ports of their last transition. */
@Timeout(60)
class PortFilterTest {
  @TempDir private Path directory;
  private final CaptureScript script = new CaptureScript();

  @BeforeEach
  void clientsAndServers() {
    int[][] ports = {{40000, 80}, {40001, 443}, {80, 50000}, {22, 50001}, {65535, 22}, {80, 443}};
    for (int i = 0; i < ports.length; i++) {
      Lifecycle.client(
          script.socket("10.0.0.1", ports[i][0], "10.0.0.2", ports[i][1]),
          1_000_000 * (i + 1),
          1_000_000 * (i + 1) + 500_000,
          new CurrentTask(1, "a"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-L 80            | 80>50000 80>443",
        "-L 22,80         | 80>50000 22>50001 80>443",
        "-L 80,22,80      | 80>50000 22>50001 80>443",
        "--localport 22   | 22>50001",
        "--localport=22   | 22>50001",
        "-L22             | 22>50001",
        "-L 65535         | 65535>22",
        "-L 40000         | 40000>80",
        "-L 0             | ''",
        "-D 443           | 40001>443 80>443",
        "-D 80,443        | 40000>80 40001>443 80>443",
        "--remoteport 22  | 65535>22",
        "-L 80 -D 443     | 80>443",
        "-L 80,22 -D 80   | ''",
      })
  void onlyTheListedPortsArePrinted(String options, String expected) {
    for (String rule : List.of("", "--as-tcplife")) {
      List<String> rows =
          Run.replay(script, directory, "-s", options, rule).columns("LPORT", "RPORT");
      assertEquals(expected, String.join(" ", rows).replace(',', '>'));
    }
  }
}
