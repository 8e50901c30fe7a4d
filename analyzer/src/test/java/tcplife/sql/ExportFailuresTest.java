// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.fixture.CaptureScript;
import tcplife.replay.Run;

/** What an export does not do: it says so in a line, and leaves everything as it was. */
@Timeout(120)
class ExportFailuresTest {
  private static final long HOUR = 3_600_000_000_000L;
  private static final long NOON = 1_780_315_200_000_000_000L;

  @TempDir private Path directory;
  private Path capture;
  private Path out;

  @BeforeEach
  void makeCapture() throws IOException {
    capture = ExportScene.capture(directory.resolve("cap"), "web");
    out = Files.createDirectory(directory.resolve("out"));
  }

  private void assertRefused(int code, String why, Path to, String... options) throws IOException {
    List<String> before = files();
    Run run = ExportScene.export(List.of(capture), to, options);
    assertEquals(code, run.code(), run.err());
    assertEquals("tcplife export: " + why, run.messages().get(0));
    assertEquals(1, run.messages().size());
    assertEquals(before, files());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  @Test
  void aNameThatDoesNotSayWhichIsAskedFor() throws IOException {
    String hint = " (tcplife export --help lists the options)";
    Path to = out.resolve("x.db");
    assertRefused(
        2,
        "-o: "
            + to
            + ": ends neither in .duckdb nor in .parquet, and --parquet is not given"
            + hint,
        to);
  }

  @Test
  void aTimeBetweenTwoCapturesHasNothingToExport() throws IOException {
    List<Path> captures = new ArrayList<>();
    for (int hour : List.of(0, 10)) {
      captures.add(
          new CaptureScript()
              .clock(0, NOON + hour * HOUR, 0, "UTC")
              .write(directory.resolve("at" + hour)));
    }
    List<String> before = files();
    Path tree = out.resolve("tree");
    Run run = ExportScene.export(captures, tree, "--parquet", "--from=14:00", "--to=16:00");
    assertEquals(1, run.code());
    assertEquals(
        List.of(
            "tcplife export: -o: "
                + tree
                + ": --from, --to: no capture has anything of that time to export"),
        run.messages());
    assertEquals(before, files());
  }

  @Test
  void whatIsThereIsNotReplacedUnasked() throws IOException {
    String why = ": exists already; --force replaces it";
    for (String name : List.of("x.duckdb", "x.parquet")) {
      Path to = Files.writeString(out.resolve(name), "precious");
      assertRefused(1, "-o: " + to + why, to);
      assertEquals("precious", Files.readString(to));
    }
    assertRefused(1, "-o: " + out + why, out, "--parquet");
  }

  @Test
  void whatIsThereIsReplacedWhenAsked() throws IOException {
    Path file = Files.writeString(out.resolve("x.parquet"), "old");
    Path tree = out.resolve("tree");
    assertEquals(3, ExportScene.export(List.of(capture), tree, "--parquet").code());
    List<String> before = files();
    assertEquals(3, ExportScene.export(List.of(capture), file, "--force").code());
    assertEquals(3, ExportScene.export(List.of(capture), tree, "--parquet", "--force").code());
    assertEquals(before.size(), files().size());
    assertEquals(
        List.of("[6]", "[6]"),
        ExportedRows.of(
            null,
            "SELECT count(*) FROM '%s' UNION ALL SELECT count(*) FROM '%s/sessions/*/*/*.parquet'"
                .formatted(file, tree)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"notes.txt", "sessions/notes.txt", "other/part.parquet"})
  void aDirectoryOfSomethingElseIsNeverReplaced(String name) throws IOException {
    Path other = out.resolve(name);
    Files.createDirectories(other.getParent());
    Files.writeString(other, "precious");
    assertRefused(
        1,
        "-o: " + out + ": holds what no export made; it is not replaced",
        out,
        "--parquet",
        "--force");
  }

  @Test
  void aDirectoryIsNotReplacedByAFile() throws IOException {
    Path to = Files.createDirectory(out.resolve("x.duckdb"));
    Files.writeString(to.resolve("notes"), "precious");
    assertRefused(
        1, "-o: " + to + ": holds what no export made; it is not replaced", to, "--force");
  }

  @Test
  void aCaptureIsNeverWrittenInto() throws IOException {
    Path link = Files.createSymbolicLink(out.resolve("link"), capture.resolve("000001"));
    for (Path to :
        List.of(
            capture.resolve("x.duckdb"),
            capture.resolve("000001/x.parquet"),
            link.resolve("x.duckdb"))) {
      assertRefused(1, "-o: " + to + ": is within a capture, " + capture.toRealPath(), to);
    }
    assertRefused(
        1,
        "-o: " + capture + ": holds what no export made; it is not replaced",
        capture,
        "--parquet",
        "--force");
  }

  @Test
  void aDirectoryThatIsMissingIsNamed() throws IOException {
    Path to = out.resolve("none/x.duckdb");
    assertRefused(1, "-o: " + to + ": cannot be written: no such file or directory", to);
    Path file = Files.writeString(out.resolve("file"), "");
    Path in = file.resolve("x.duckdb");
    assertRefused(1, "-o: " + in + ": cannot be written: not a directory", in);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x'; DROP TABLE sessions; --.duckdb",
        "a=b;c?d e\u202e.parquet",
        "é\n\u001b.duckdb"
      })
  void aNameIsOnlyAName(String name) {
    Path to = out.resolve(name);
    Run run = ExportScene.export(List.of(capture), to);
    assertEquals(3, run.code(), run.err());
    assertTrue(Files.isRegularFile(to));
    assertEquals(0, run.err().codePoints().filter(c -> c == 0x1b || c == 0x202e).count());
  }
}
