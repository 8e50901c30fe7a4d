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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.fixture.CaptureScript;
import tcplife.replay.Run;

/** A query reads captures, and reaches nothing else: whatever it tries is refused in a line. */
@Timeout(60)
class EscapesTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COPY sessions TO '$out'",
        "COPY (SELECT 1) TO '$out' (FORMAT parquet)",
        "COPY sessions FROM '$secret'",
        "EXPORT DATABASE '$out'",
        "IMPORT DATABASE '$out'",
        "ATTACH '$out' AS out",
        "ATTACH ':memory:' AS other",
        "DETACH memory",
        "USE memory",
        "INSTALL httpfs",
        "LOAD '$secret'",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET GLOBAL memory_limit = '100GB'",
        "SET VARIABLE x = 1",
        "RESET enable_external_access",
        "RESET lock_configuration",
        "PRAGMA enable_external_access = true",
        "PRAGMA database_list",
        "PRAGMA enable_profiling",
        "CALL enable_logging('QueryLog', storage = 'file', storage_path = '$out')",
        "FROM enable_logging('QueryLog', storage = 'file', storage_path = '$out')",
        "FROM enable_profiling(save_location = '$out')",
        "CALL pragma_version()",
        "CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')",
        "CREATE TABLE t AS SELECT 1",
        "CREATE TEMP TABLE t AS FROM read_text('$secret')",
        "CREATE MACRO m() AS TABLE FROM read_text('$secret')",
        "CREATE OR REPLACE VIEW sessions AS SELECT 1",
        "DROP VIEW sessions",
        "ALTER VIEW sessions RENAME TO s",
        "COMMENT ON VIEW sessions IS 'x'",
        "INSERT INTO sessions VALUES (1)",
        "WITH x AS (INSERT INTO t VALUES (1) RETURNING *) FROM x",
        "DELETE FROM sessions",
        "UPDATE sessions SET pid = 1",
        "MERGE INTO sessions USING (SELECT 1) ON true WHEN MATCHED THEN DELETE",
        "BEGIN",
        "CHECKPOINT",
        "FROM checkpoint()",
        "VACUUM",
        "PREPARE p AS SELECT 1",
        "EXECUTE p",
        "DEALLOCATE p",
        "FROM '$secret'",
        "FROM \"$secret\"",
        "SELECT * FROM read_csv('$secret')",
        "SELECT * FROM Read_CSV_Auto(['$secret'])",
        "SELECT * FROM system.main.read_text('$secret')",
        "SELECT * FROM read_blob('$secret')",
        "SELECT * FROM read_json('$secret')",
        "SELECT * FROM read_parquet('$secret')",
        "SELECT * FROM read_duckdb('$secret')",
        "SELECT * FROM sniff_csv('$secret')",
        "SELECT * FROM parquet_metadata('$secret')",
        "SELECT * FROM glob('$secret')",
        "SELECT * FROM query('SELECT * FROM read_text(''$secret'')')",
        "SELECT * FROM query_table('$secret')",
        "SELECT * FROM json_execute_serialized_sql("
            + "json_serialize_sql('FROM read_text(''$secret'')'))",
        "SELECT (SELECT content FROM read_text('$secret'))",
        "SELECT 1 WHERE EXISTS (FROM read_text('$secret'))",
        "WITH t AS MATERIALIZED (FROM read_text('$secret')) FROM t",
        "SELECT * FROM sessions, LATERAL (FROM read_text('$secret'))",
        "VALUES ((SELECT count(*) FROM glob('$secret')))",
        "SUMMARIZE FROM read_text('$secret')",
        "DESCRIBE FROM read_text('$secret')",
        "EXPLAIN FROM read_text('$secret')",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO '$out'",
        "EXPLAIN EXPLAIN COPY (SELECT 1) TO '$out'",
        "PIVOT (FROM read_text('$secret')) ON filename USING count(*)",
        "SELECT * FROM arrow_scan(1::UBIGINT, 2::UBIGINT, 3::UBIGINT)",
        "SELECT * FROM seq_scan('x')",
        "SELECT getenv('HOME')",
        "SELECT * FROM which_secret('s3://x', 's3')",
        "SELECT 1; COPY (SELECT 1) TO '$out'",
        "SELECT 1 /* ; */; FROM read_text('$secret')",
        "/* SELECT */ COPY (SELECT 1) TO '$out' -- SELECT",
        "--\nCOPY (SELECT 1) TO '$out'",
        "SELECT ';' ; -- ;\nFROM read_text('$secret')",
        "SELECT 1) TO '$out' (FORMAT csv); --",
        "SELECT $$;$$; DROP VIEW sessions",
        "SELECT 'a\\'; COPY (SELECT 1) TO '$out'; --'",
        "\ufeffCOPY (SELECT 1) TO '$out'",
        "/* /* */ EXPLAIN SELECT 1 -- */ PRAGMA table_info('sessions')",
        "-- x\rCREATE OR REPLACE VIEW sessions AS SELECT 1 AS cookie;\nEXPLAIN SELECT 1",
        "-- x\rCOPY (SELECT 1) TO '$out';\nEXPLAIN SELECT 1"
      })
  void isRefused(String statement) throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "hidden");
    Path capture = new CaptureScript().write(directory.resolve("cap"));
    Path out = directory.resolve("out");
    String text = statement.replace("$secret", secret.toString()).replace("$out", out.toString());
    Run run = SqlRun.of(List.of("sql", capture.toString()), text);
    assertEquals(1, run.code(), run.out());
    assertEquals(1, run.messages().size(), run.err());
    assertTrue(run.err().startsWith("tcplife sql: "), run.err());
    assertFalse(run.out().contains("hidden"));
    assertFalse(run.err().contains("hidden"));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(2, files.count());
    }
  }

  @Test
  void aLongTextIsNoMoreThanThat() throws IOException {
    Path capture = new CaptureScript().write(directory.resolve("cap"));
    String quoted = "x''".repeat(50_000);
    String text =
        " ".repeat(50_000) + "SELECT length('" + quoted + "') AS n, e'" + quoted + "' > ''";
    Run run = SqlRun.of(List.of("sql", capture.toString(), "--format=csv"), text);
    assertEquals("", run.err());
    assertTrue(run.out().contains("100000,true"), run.out());
  }

  @ParameterizedTest
  @CsvSource({"'CASE WHEN pid = 1 THEN 1 ELSE ', 0, ' END'", "abs(, pid, )"})
  void whatNestsDeeperThanTheStackIsAnError(String before, String within, String after) {
    Path capture = new CaptureScript().write(directory.resolve("cap"));
    String shallow = "SELECT " + before.repeat(200) + within + after.repeat(200) + " FROM sessions";
    assertEquals(0, SqlRun.query(List.of(capture), shallow).code());
    String deep = "SELECT " + before.repeat(900) + within + after.repeat(900) + " FROM sessions";
    Run run = SqlRun.query(List.of(capture), deep);
    assertEquals(1, run.code());
    assertEquals(
        List.of(
            "tcplife sql: Parser Error: Max expression depth limit of 250 exceeded; "
                + "write it with less nesting"),
        run.messages());
  }

  @Test
  void settingsAreLocked() throws IOException {
    Path capture = new CaptureScript().write(directory.resolve("cap"));
    Run run =
        SqlRun.query(
            List.of(capture),
            "SELECT name, value FROM duckdb_settings() WHERE name IN ('lock_configuration', "
                + "'enable_external_access', 'autoload_known_extensions', "
                + "'autoinstall_known_extensions', 'allow_community_extensions', 'temp_directory', "
                + "'memory_limit') ORDER BY name",
            "--format=csv",
            "--memory=100M");
    assertEquals(
        "name,value\n"
            + "allow_community_extensions,false\n"
            + "autoinstall_known_extensions,false\n"
            + "autoload_known_extensions,false\n"
            + "enable_external_access,false\n"
            + "lock_configuration,true\n"
            + "memory_limit,100.0 MiB\n"
            + "temp_directory,\"\"\n",
        run.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "  -- a comment\n/* another */ select 1 ; ",
        "FROM sessions",
        "TABLE sessions",
        "VALUES (1)",
        "(SELECT 1) UNION ALL SELECT 2",
        "WITH t AS (FROM sessions) SELECT count(*) FROM t",
        "DESCRIBE sessions",
        "DESC sessions",
        "SHOW TABLES",
        "SUMMARIZE sessions",
        "EXPLAIN SELECT count(*) FROM sessions",
        "  explain analyze FROM sessions /* why */",
        "PIVOT sessions ON ip IN (4, 6) USING count(*) GROUP BY comm",
        "UNPIVOT sessions ON pid, uid INTO NAME n VALUE v",
        "SELECT ';', \"x;\" FROM (SELECT $$;$$ AS \"x;\")",
        "SELECT * FROM range(3), unnest([1, 2])",
        "SELECT 1; SELECT 2"
      })
  void whatReadsCapturesIsAllowed(String statement) throws IOException {
    Path capture = new CaptureScript().write(directory.resolve("cap"));
    Run run = SqlRun.query(List.of(capture), statement);
    assertEquals("", run.err());
    assertEquals(0, run.code());
  }
}
