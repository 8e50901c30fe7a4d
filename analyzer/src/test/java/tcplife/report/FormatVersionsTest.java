// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.capture.Seals;
import tcplife.cli.ExitCode;
import tcplife.replay.Run;

/** A real capture of each version of the format, as it was written, is read as it was then. */
class FormatVersionsTest {
  private static final Path ROOT = Path.of(System.getProperty("tcplife.root"));
  private static final Path VERSIONS = ROOT.resolve("analyzer/src/test/resources/tcplife/report");
  private static final Path SIGNED = VERSIONS.resolve("format-1/signed");

  /** That it is signed with: of RFC 8032, 7.1, test 1. */
  private static final String KEY = "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

  @ParameterizedTest
  @ValueSource(strings = {"format-1/raw", "format-1/sealed", "format-1/signed"})
  void replaysAsItDid(String name) throws IOException {
    Path capture = VERSIONS.resolve(name);
    Run run = Run.of("replay", capture.toString(), "-x", "-s", "--open", "--utc");
    assertEquals(Files.readString(capture.resolveSibling("replay.csv")), run.out());
    assertEquals("", run.err());
  }

  @Test
  void sealsStillProveIt() {
    for (Path each :
        new Path[] {
          VERSIONS.resolve("format-1/sealed"), SIGNED, ROOT.resolve("samples/web-sealed")
        }) {
      Run run = SealedCapture.verify(each);
      assertTrue(run.out().endsWith(": intact\n"), run::out);
      assertEquals(ExitCode.OK, run.code());
    }
  }

  /** Its seal does not name the key: only who has that misses the signature. */
  @Test
  void whatWasSignedBeforeSealsNamedTheirKeyIsStillSo(@TempDir Path directory) throws IOException {
    Path key = directory.resolve("key.pub");
    Files.writeString(key, "-----BEGIN PUBLIC KEY-----\n" + KEY + "\n-----END PUBLIC KEY-----\n");
    String[] expected = {"--public-key", key.toString()};
    assertEquals(ExitCode.OK, SealedCapture.verify(SIGNED, expected).code());

    Path capture = directory.resolve("cap");
    SealedCapture.copy(SIGNED, capture);
    Seals.unsign(capture, 1);
    Run run = SealedCapture.verify(capture);
    assertTrue(run.out().contains(": not signed: "), run::out);
    assertEquals(ExitCode.OK, run.code(), run::out);
    assertEquals(ExitCode.ALTERED, SealedCapture.verify(capture, expected).code());
  }
}
