// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.replay.Run;

/** What is exported is what {@code tcplife sql} shows. */
@Timeout(120)
class ExportTest {
  private static final Path SAMPLE = Path.of(System.getProperty("tcplife.root"), "samples/web");
  private static final List<String> TABLES = Tables.ALL.stream().map(CaptureTable::name).toList();

  /** Each in a type that other engines have. */
  private static final String PORTABLE =
      "SELECT * REPLACE (opened::TIMESTAMP AS opened, closed::TIMESTAMP AS closed, "
          + "seen_from::TIMESTAMP AS seen_from, seen_until::TIMESTAMP AS seen_until, "
          + "state_since::TIMESTAMP AS state_since, "
          + "state::VARCHAR AS state, outcome::VARCHAR AS outcome, ending::VARCHAR AS ending, "
          + "closed_first::VARCHAR AS closed_first, originator::VARCHAR AS originator, "
          + "evidence::VARCHAR AS evidence) FROM sessions ORDER BY ALL";

  @TempDir private Path directory;
  private List<Path> captures;

  @BeforeEach
  void makeCaptures() {
    captures =
        List.of(
            ExportScene.capture(directory.resolve("a"), "web"),
            ExportScene.capture(directory.resolve("b"), "a/../b=\\\"'%"),
            SAMPLE);
  }

  private Path export(String name, String... options) {
    Path to = directory.resolve(name);
    Run run = ExportScene.export(captures, to, options);
    assertEquals(3, run.code(), run.err());
    assertTrue(run.err().contains("3 events are missing"), run.err());
    return to;
  }

  private static String read(Path files) {
    return "read_parquet('" + files + "', hive_partitioning = true)";
  }

  /** The columns of a table, in their order. */
  private String names(String table) {
    String query =
        "SELECT string_agg('\"' || column_name || '\"', ', ') FROM (DESCRIBE SELECT * FROM %s)";
    String row = ExportedRows.ofCaptures(captures, query.formatted(table)).get(0);
    return row.substring(1, row.length() - 1);
  }

  @Test
  void aDuckDbFileHasTheRowsOfEveryTableAndView() {
    Path file = export("incident.duckdb");
    Stream.concat(TABLES.stream(), Stream.of("conversations", "sessions_at('2026-06-02 12:00')"))
        .forEach(
            table -> {
              String query = "SELECT * FROM " + table + " ORDER BY ALL";
              List<String> rows = ExportedRows.ofCaptures(captures, query);
              assertFalse(rows.isEmpty(), table);
              assertEquals(rows, ExportedRows.of(file, query), table);
            });
  }

  @Test
  void aDuckDbFileHasTheTypesAndCommentsOfTheCatalog() {
    String query =
        "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() "
            + "WHERE NOT internal ORDER BY ALL";
    Path file = export("incident.duckdb");
    assertEquals(ExportedRows.ofCaptures(captures, query), ExportedRows.of(file, query));
    assertEquals(
        TABLES.stream().sorted().map(table -> "[" + table + "]").toList(),
        ExportedRows.of(
            file, "SELECT table_name FROM duckdb_tables() WHERE comment <> '' ORDER BY 1"));
    assertEquals(
        List.of("[true]"),
        ExportedRows.of(file, "SELECT bool_and(in_cidr('10.1.2.3', '10.0.0.0/8'))"));
  }

  @Test
  void aDuckDbFileIsOpenedByOlderClientsToo() {
    assertEquals(
        List.of("[v1.4.0+]"),
        ExportedRows.of(
            export("incident.duckdb"),
            "SELECT tags['storage_version'] FROM duckdb_databases() WHERE NOT internal"));
  }

  @Test
  void aParquetFileHasTheSessions() {
    Path file = export("sessions.parquet");
    assertEquals(
        ExportedRows.ofCaptures(captures, PORTABLE),
        ExportedRows.of(null, "SELECT * FROM " + read(file) + " ORDER BY ALL"));
  }

  @Test
  void aParquetDirectoryHasTheSessionsByHostAndDay() {
    Path tree = export("tree", "--parquet");
    String sessions = read(tree.resolve("sessions/*/*/*"));
    assertEquals(
        ExportedRows.ofCaptures(captures, PORTABLE),
        ExportedRows.of(
            null, "SELECT " + names("sessions") + " FROM " + sessions + " ORDER BY ALL"));
    assertEquals(
        List.of(
            "[a/../b=\"'%, 2026-06-01, 4]",
            "[a/../b=\"'%, 2026-06-02, 2]",
            "[vm, 2026-11-25, 15]",
            "[web, 2026-06-01, 4]",
            "[web, 2026-06-02, 2]"),
        ExportedRows.of(
            null, "SELECT host, day, count(*) FROM " + sessions + " GROUP BY ALL ORDER BY ALL"));
  }

  @Test
  void aHostWithoutANameIsNoDirectoryWithoutOne() {
    captures = List.of(ExportScene.capture(directory.resolve("c"), ""));
    Path tree = export("tree", "--parquet");
    assertTrue(Files.isDirectory(tree.resolve("captures/host=__HIVE_DEFAULT_PARTITION__")));
  }

  @Test
  void aParquetDirectoryHasEveryTable() {
    Path tree = export("tree", "--parquet");
    for (String table : TABLES) {
      String count = "SELECT count(*) FROM ";
      assertEquals(
          ExportedRows.ofCaptures(captures, count + table),
          ExportedRows.of(null, count + read(tree.resolve(table + "/*/*/*"))),
          table);
    }
  }

  @Test
  void aTableWithoutRowsHasItsColumns() throws Exception {
    Path tree = directory.resolve("tree");
    assertEquals(0, ExportScene.export(List.of(SAMPLE), tree, "--parquet").code());
    String losses = read(tree.resolve("losses/*/*/*"));
    assertEquals(List.of("[0]"), ExportedRows.of(null, "SELECT count(*) FROM " + losses));
    assertEquals(
        List.of("[boot_id, since, since_ns, until, until_ns, count, cause, cpu, day, host]"),
        ExportedRows.of(
            null,
            "SELECT string_agg(column_name, ', ') FROM (DESCRIBE SELECT * FROM " + losses + ")"));
  }

  @Test
  void parquetHasOnlyTypesThatEveryEngineKnows() {
    Path tree = export("tree", "--parquet");
    assertEquals(
        List.of(
            "[BOOLEAN, null, null]",
            "[BYTE_ARRAY, UTF8, null]",
            "[INT64, INT_64, null]",
            "[INT64, TIMESTAMP_MICROS, TimestampType(isAdjustedToUTC=0, unit=TimeUnit(MILLIS=<null>, MICROS=MicroSeconds(), NANOS=<null>))]"),
        ExportedRows.of(
            null,
            "SELECT DISTINCT type, converted_type, logical_type FROM parquet_schema('"
                + tree
                + "/*/*/*/*.parquet') WHERE name <> 'duckdb_schema' ORDER BY ALL"));
  }

  @Test
  void parquetIsCompressedWithZstd() {
    Path answer = directory.resolve("answer.parquet");
    String query = "SELECT comm, cookie FROM sessions";
    SqlRun.query(captures, query, "--format=parquet", "-o", answer.toString());
    for (String files :
        List.of(
            answer.toString(),
            export("x.parquet").toString(),
            export("tree", "--parquet") + "/*/*/*/*.parquet")) {
      assertEquals(
          List.of("[ZSTD]"),
          ExportedRows.of(
              null, "SELECT DISTINCT compression FROM parquet_metadata('" + files + "')"),
          files);
    }
  }

  @Test
  void onlyItsOwnerMayReadIt() throws Exception {
    for (String name : List.of("x.duckdb", "x.parquet")) {
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(export(name))));
    }
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(export("tree", "--parquet"))));
  }

  @Test
  void rowsAndBytesAreTold() throws Exception {
    Path file = directory.resolve("x.parquet");
    Run run = ExportScene.export(List.of(SAMPLE), file);
    assertEquals(0, run.code());
    assertEquals("", run.out());
    assertTrue(
        run.err().matches("tcplife export: .*/x[.]parquet: 15 sessions; 1[0-9][.][0-9] KiB\n"),
        run.err());
  }

  @Test
  void whatWasNotThenIsNotThere() {
    Path file = export("x.parquet", "--to=2026-06-01T13:00Z");
    assertEquals(
        List.of("[web, 5]", "[a/../b=\"'%, 5]"),
        ExportedRows.of(
            null, "SELECT host, count(*) FROM " + read(file) + " GROUP BY ALL ORDER BY host DESC"));
  }
}
