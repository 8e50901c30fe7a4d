// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    command.add(java());
    command.addAll(jvm);
    command.addAll(List.of("-jar", jar()));
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

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin/java").toString();
  }

  private static String jar() {
    return ROOT.resolve("analyzer/target/tcplife.jar").toString();
  }

  private static String sample() {
    return ROOT.resolve("samples/web").toString();
  }

  @Test
  void nothingIsUnpackedIntoTheDirectoryForTemporaryFiles() throws Exception {
    List<String> none = List.of("-XX:-UsePerfData", "-Djava.io.tmpdir=/nonexistent");
    assertTrue(run(none, "sql", "--format=csv", sample(), COUNT).matches("n\n[1-9][0-9]+\n"));
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalEndsItAndLeavesNothingBehind(String signal, int code) throws Exception {
    Path spill = Files.createDirectory(directory.resolve("spill"));
    Path out = directory.resolve("answer.csv");
    String large = "SELECT * FROM range(99999999) a, range(99) b ORDER BY hash(a.range + b.range)";
    Process process =
        new ProcessBuilder(
                java(),
                "-jar",
                jar(),
                "sql",
                "--memory=64M",
                "--temp=" + spill,
                "--format=csv",
                "-o",
                out.toString(),
                sample(),
                large)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("said").toFile())
            .start();
    // Until it has put something there.
    while (process.isAlive() && files(spill) < 2) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertEquals(0, new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor());
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals("", Files.readString(directory.resolve("said")));
    assertEquals(code, process.exitValue());
    assertEquals(1, files(spill));
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(
          List.of("said", "spill"),
          left.map(each -> each.getFileName().toString()).sorted().toList());
    }
  }

  /** The directory and all in it. */
  private static long files(Path directory) throws IOException {
    try (Stream<Path> all = Files.find(directory, 3, (path, attributes) -> true)) {
      return all.filter(each -> each.equals(directory) || Files.isRegularFile(each)).count();
    } catch (UncheckedIOException e) {
      // Something was removed meanwhile.
      return 1;
    }
  }

  @Test
  void valuesThatDoNotFitIntoMemoryAreSaidInALine() throws Exception {
    Process process =
        new ProcessBuilder(
                java(),
                "-Xmx48m",
                "-jar",
                jar(),
                "sql",
                sample(),
                "SELECT repeat('x', 30000000) FROM range(10)")
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    String said = Files.readString(directory.resolve("err"));
    assertEquals(1, said.lines().count(), said);
    assertTrue(said.startsWith("tcplife sql: the rows are too large for the memory"), said);
    assertEquals(1, process.exitValue());
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
