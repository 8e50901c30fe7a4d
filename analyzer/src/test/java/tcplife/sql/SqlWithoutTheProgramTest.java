// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.replay.Run;

/** Exports, and the files of sql/, are enough for DuckDB: in the way that the manual describes. */
@Timeout(120)
class SqlWithoutTheProgramTest {
  private static final Path SQL = Path.of(System.getProperty("tcplife.root"), "sql");
  private static final List<String> QUERIES =
      List.of(
          "SELECT client_host, server_host, client_port FROM conversations ORDER BY ALL",
          "SELECT count(*), count(opened_ns), sum(payload_sent) FROM sockets",
          "SELECT count(*) FROM sessions WHERE in_cidr(remote_address, '10.0.0.0/8')",
          "SELECT count(*) FROM sessions_at('2026-06-01 12:00:01')");

  @TempDir private Path directory;
  private List<Path> captures;

  @BeforeEach
  void makeCaptures() {
    captures =
        List.of(
            ExportScene.capture(directory.resolve("a"), "web"),
            ExportScene.capture(directory.resolve("b"), "db"));
  }

  private static String file(String name) throws IOException {
    return Files.readString(SQL.resolve(name));
  }

  private static List<String> rows(Statement statement, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          Object value = result.getObject(i);
          cells.add(value == null ? "" : ValueText.of(value));
        }
        rows.add(String.join(",", cells));
      }
    }
    return rows;
  }

  private void assertAnswersAsTheProgram(Statement statement) throws Exception {
    for (String query : QUERIES) {
      Run program = SqlRun.query(captures, query, "--format=csv");
      assertEquals(program.out().lines().skip(1).toList(), rows(statement, query), query);
    }
    statement.execute("PREPARE hunt AS " + file("hunts/top_talkers_by_remote.sql"));
    assertEquals(
        SqlRun.hunt(captures, "top_talkers_by_remote", "top=3").out().lines().skip(1).toList(),
        rows(statement, "EXECUTE hunt(top := 3)"));
  }

  @Test
  void aDuckDbFileAnswersByItself() throws Exception {
    Path exported = directory.resolve("incident.duckdb");
    assertEquals(3, ExportScene.export(captures, exported).code());
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:" + exported);
        Statement statement = database.createStatement()) {
      assertAnswersAsTheProgram(statement);
    }
  }

  @Test
  void parquetAnswersWithTheScriptsOfTheViews() throws Exception {
    Path tree = directory.resolve("fleet");
    assertEquals(3, ExportScene.export(captures, tree, "--parquet").code());
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = database.createStatement()) {
      statement.execute(
          "CREATE VIEW sessions AS FROM read_parquet('"
              + tree
              + "/sessions/*/*/*.parquet', hive_partitioning = true)");
      for (String script :
          List.of("sockets", "views/conversations", "views/in_cidr", "views/sessions_at")) {
        statement.execute(file(script + ".sql"));
      }
      assertAnswersAsTheProgram(statement);
    }
  }
}
