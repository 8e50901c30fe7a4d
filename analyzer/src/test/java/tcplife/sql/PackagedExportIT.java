// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;
import tcplife.live.Await;
import tcplife.live.Program;

/** An export that cannot be finished leaves nothing behind. */
@Timeout(120)
class PackagedExportIT {
  private static final Path ROOT = Path.of(System.getProperty("tcplife.root"));

  /** Sessions: more than are written before a signal comes. */
  private static final int MANY = 100_000;

  private static final CurrentTask TASK = new CurrentTask(7, "curl");

  @TempDir private Path directory;

  private static String tcplife() {
    return ROOT.resolve("tcplife").toString();
  }

  private List<String> left() {
    return Stream.of(directory.toFile().list()).sorted().toList();
  }

  /** A limit of the size of a file, in KiB, fails as a disk that is full. */
  @ParameterizedTest
  @CsvSource({"x.duckdb,300", "x.parquet,8", "x --parquet,8"})
  void whenTheDiskTakesNoMore(String to, int limit) {
    String script = "cd %s; ulimit -f %d; exec %s export %s/samples/web -o %s";
    try (Program export =
        Program.start("bash", "-c", script.formatted(directory, limit, tcplife(), ROOT, to))) {
      export.expectExit(1);
      assertTrue(export.errors().startsWith("tcplife export: -o: x"), export.errors());
      assertTrue(export.errors().endsWith("File too large\n"), export.errors());
      assertEquals(1, export.errors().lines().count(), export.errors());
    }
    assertEquals(List.of(), left());
  }

  @Test
  void whenItIsInterrupted() {
    CaptureScript script = new CaptureScript();
    for (int i = 1; i <= MANY; i++) {
      Lifecycle.client(
          script.socket("10.0.0.1", i % 50_000, "10.0.0.2", 80),
          i * 1_000L,
          i * 1_000L + 900,
          TASK);
    }
    Path capture = script.sort().write(directory.resolve("cap"));
    String to = directory.resolve("x.duckdb").toString();
    try (Program export = Program.start(tcplife(), "export", capture.toString(), "-o", to)) {
      Await.until("there is a draft", () -> left().size() > 1);
      export.interrupt();
      export.expectExit(130);
    }
    assertEquals(List.of("cap"), left());
  }
}
