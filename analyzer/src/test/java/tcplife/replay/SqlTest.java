// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The SQL at the top level reads a replay without the rest of the program. */
@Timeout(60)
class SqlTest {
  private static final Path ROOT = Path.of(System.getProperty("tcplife.root"));

  @Test
  void aReplayOfTheSampleBecomesATable(@TempDir Path directory) throws Exception {
    Path csv = directory.resolve("sessions.csv");
    Run replay = Run.replay(List.of(ROOT.resolve("samples/web")), "-stT");
    Files.writeString(csv, replay.out());
    String script =
        Files.readString(ROOT.resolve("sql/sessions.sql"))
            .replace("'sessions.csv'", "'" + csv + "'");
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = database.createStatement()) {
      statement.execute(script);
      assertEquals(replay.rows().size(), number(statement, "SELECT count(*) FROM sessions"));
      assertEquals(
          1, number(statement, "SELECT count(*) FROM sessions WHERE PID IS NULL AND COMM IS NULL"));
      assertEquals(
          10240,
          number(statement, "SELECT TX_KB FROM sessions WHERE COMM = 'nginx' AND TX_KB > 0"));
    }
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
