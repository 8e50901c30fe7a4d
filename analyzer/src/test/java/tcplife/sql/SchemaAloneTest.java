// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.replay.Run;

/** The SQL at the top level reads a replay without the rest of the program. */
@Timeout(60)
class SchemaAloneTest {
  private static final Path ROOT = Path.of(System.getProperty("tcplife.root"));
  private static final String QUERY =
      "SELECT opened, closed_ns - opened_ns, outcome, comm, payload_sent FROM sessions "
          + "WHERE outcome = 'SF' ORDER BY closed_ns, cookie";

  @Test
  void aReplayOfTheSampleBecomesTheSameTable(@TempDir Path directory) throws Exception {
    Path sample = ROOT.resolve("samples/web");
    Path json = directory.resolve("sessions.jsonl");
    Files.writeString(json, Run.of("replay", "--json", "--open", "--utc", sample.toString()).out());
    String schema = Files.readString(ROOT.resolve("sql/schema.sql"));
    String macro =
        schema
            .lines()
            .filter(line -> line.startsWith("--   "))
            .map(line -> line.substring(2).replace("sessions.jsonl", json.toString()))
            .collect(Collectors.joining("\n"));
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = database.createStatement()) {
      statement.execute(macro);
      statement.execute(schema);
      StringBuilder rows = new StringBuilder();
      try (ResultSet result = statement.executeQuery(QUERY)) {
        while (result.next()) {
          for (int i = 1; i <= 5; i++) {
            rows.append(i == 1 ? "" : ",").append(ValueText.of(result.getObject(i)));
          }
          rows.append('\n');
        }
      }
      String program = SqlRun.query(List.of(sample), QUERY, "--format=csv").out();
      assertEquals(program.substring(program.indexOf('\n') + 1), rows.toString());
    }
  }
}
