// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program: where DuckDB's library comes from, and who loads it. */
@Timeout(120)
class PackagedSqlIT {
  private static final Path ROOT = Path.of(System.getProperty("tcplife.root"));
  private static final String COUNT = "SELECT count(*) AS n FROM sessions";

  @TempDir private Path directory;

  /** What the program says, with options for the JVM before it. */
  private String run(List<String> jvm, String... arguments) throws Exception {
    Path out = directory.resolve("out");
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(jvm);
    command.addAll(List.of("-jar", ROOT.resolve("analyzer/target/tcplife.jar").toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertTrue(process.waitFor(100, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), Files.readString(out));
    return Files.readString(out);
  }

  private static String sample() {
    return ROOT.resolve("samples/web").toString();
  }

  @Test
  void nothingIsUnpackedIntoTheDirectoryForTemporaryFiles() throws Exception {
    List<String> none = List.of("-XX:-UsePerfData", "-Djava.io.tmpdir=/nonexistent");
    assertTrue(run(none, "sql", "--format=csv", sample(), COUNT).matches("n\n[1-9][0-9]+\n"));
  }

  @Test
  void aReplayLoadsNothingOfTheDatabase() throws Exception {
    List<String> verbose = List.of("-Xlog:class+load:stdout");
    assertTrue(run(verbose, "sql", sample(), COUNT).contains("org.duckdb."));
    String replay = run(verbose, "replay", sample());
    assertTrue(replay.contains("tcplife.replay.ReplayCommand"));
    assertFalse(replay.contains("org.duckdb."));
    assertFalse(replay.contains("org.jline."));
  }
}
