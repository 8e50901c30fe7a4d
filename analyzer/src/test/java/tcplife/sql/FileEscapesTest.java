// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.fixture.CaptureScript;
import tcplife.replay.Run;

/**
 * A query whose result DuckDB itself writes, since it is Parquet, writes nothing else and reads no
 * file.
 */
@Timeout(60)
class FileEscapesTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COPY (SELECT 1) TO '$out'",
        "SELECT 1)) TO '$out' (FORMAT csv); --",
        "SELECT 1)) TO '$out' (FORMAT csv) --",
        "SELECT 1)) TO '$out' (FORMAT csv); COPY (SELECT * FROM (SELECT 1",
        "SELECT 1\n)) TO '$out' /*",
        "SELECT 1 /*",
        "SELECT $$1",
        "SELECT '1",
        "-- x\rSELECT 1)) TO '$out' --",
        "SELECT 1 UNION ALL (SELECT 2)) TO '$out' (FORMAT csv); SELECT (3",
        "WITH x AS (COPY (SELECT 1) TO '$out') FROM x",
        "SELECT * FROM read_text('$secret')",
        "FROM '$secret'",
        "FROM glob('$secret')",
        "FROM read_parquet('$result')",
        "FROM '$result'",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO '$out'",
        "DESCRIBE FROM read_text('$secret')"
      })
  void isRefused(String statement) throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "hidden");
    Path capture = new CaptureScript().write(directory.resolve("cap"));
    Path result = directory.resolve("result.parquet");
    String text =
        statement
            .replace("$secret", secret.toString())
            .replace("$result", result.toString())
            .replace("$out", directory.resolve("out").toString());
    Run run =
        SqlRun.of(
            List.of("sql", capture.toString(), "--format=parquet", "-o", result.toString()), text);
    assertTrue(run.code() > 0, run.out());
    assertEquals(1, run.messages().size(), run.err());
    assertTrue(run.err().startsWith("tcplife sql: "), run.err());
    assertFalse(run.err().contains("hidden"), run.err());
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(
          List.of("cap", "secret"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }
}
