// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.cli.ExitCode;
import tcplife.replay.Run;

/** A real capture of each version of the format, as it was written, is read as it was then. */
class FormatVersionsTest {
  private static final Path ROOT = Path.of(System.getProperty("tcplife.root"));
  private static final Path VERSIONS = ROOT.resolve("analyzer/src/test/resources/tcplife/report");

  @ParameterizedTest
  @ValueSource(strings = {"format-1/raw", "format-1/sealed"})
  void replaysAsItDid(String name) throws IOException {
    Path capture = VERSIONS.resolve(name);
    Run run = Run.of("replay", capture.toString(), "-x", "-s", "--open", "--utc");
    assertEquals(Files.readString(capture.resolveSibling("replay.csv")), run.out());
    assertEquals("", run.err());
  }

  @Test
  void sealsStillProveIt() {
    for (Path each :
        new Path[] {VERSIONS.resolve("format-1/sealed"), ROOT.resolve("samples/web-sealed")}) {
      Run run = SealedCapture.verify(each);
      assertTrue(run.out().endsWith(": intact\n"), run::out);
      assertEquals(ExitCode.OK, run.code());
    }
  }
}
