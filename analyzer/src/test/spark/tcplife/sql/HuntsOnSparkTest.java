// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tcplife.capture.Capture;
import tcplife.incident.EveryHunt;
import tcplife.session.Window;

/** Apache Spark over exported Parquet answers hunts as DuckDB does over the captures. */
@Tag("spark")
@Timeout(300)
class HuntsOnSparkTest {
  @TempDir private static Path directory;
  private static Database captures;
  private static SparkTables exported;

  @BeforeAll
  static void export() {
    List<Path> paths = EveryHunt.captures(directory);
    Path tree = directory.resolve("tree");
    assertEquals(3, ExportScene.export(paths, tree, "--parquet").code());
    CaptureSet set = new CaptureSet(paths.stream().map(Capture::open).toList(), Window.ALL);
    captures = new Database(set, new Limits(1 << 30, 0, null, 1, null));
    exported = new SparkTables(tree, directory);
  }

  @AfterAll
  static void close() {
    exported.close();
    captures.close();
  }

  static List<String> hunts() {
    return Hunt.names();
  }

  @ParameterizedTest
  @MethodSource("hunts")
  void findsTheSame(String name) {
    Map<String, String> given = new LinkedHashMap<>();
    for (String each : EveryHunt.parameters(name)) {
      given.put(each.split("=")[0], each.split("=")[1]);
    }
    Hunt hunt = Hunt.named(name);
    Hunt.Bound bound = hunt.bind(given, captures.captures()::wall);
    List<List<Object>> expected;
    try (Query query = captures.query(bound.statement(), bound.values())) {
      expected = query.rows();
    }
    assertFalse(expected.isEmpty(), "it finds nothing, which shows nothing");
    assertTrue(isOfBothHosts(name, expected), "it finds nothing of one host:\n" + text(expected));
    assertEquals(text(expected), text(exported.rows(hunt, bound)));
  }

  /** What is missing is missing of one of them. */
  private static boolean isOfBothHosts(String name, List<List<Object>> rows) {
    return name.equals("missing")
        || rows.stream().anyMatch(row -> row.contains("host"))
            && rows.stream().anyMatch(row -> row.contains("other"));
  }

  @Test
  void seesASocketOfTwoCapturesOnce() {
    String query = "SELECT comm, opened_ns, closed_ns, payload_sent FROM sockets WHERE cookie = 8";
    List<List<Object>> expected;
    try (Query rows = captures.query(query)) {
      expected = rows.rows();
    }
    assertEquals(1, expected.size());
    assertEquals(text(expected), text(exported.rows(query)));
  }

  private static String text(List<List<Object>> rows) {
    return rows.stream()
        .map(row -> row.stream().map(HuntsOnSparkTest::text).collect(Collectors.joining(" | ")))
        .collect(Collectors.joining("\n"));
  }

  /** Numbers by their value and times in µs, whatever type an engine has for them. */
  private static String text(Object value) {
    if (value instanceof Number) {
      return new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
    } else if (value instanceof Timestamp time) {
      return text(time.toLocalDateTime());
    } else if (value instanceof LocalDateTime time) {
      return time.truncatedTo(ChronoUnit.MICROS).toString();
    }
    return String.valueOf(value);
  }
}
