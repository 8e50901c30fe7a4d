// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;
import tcplife.live.Host;
import tcplife.live.Program;

/** Comma-separated values mean the same to those who read them: Python, SQLite and DuckDB. */
@Timeout(120)
class CsvParsersTest {
  private static final List<String> COMMS =
      List.of("a,b", "\"", "\"\"x\"", "it's", "a\nb\r", "\u001b[2J", " x ", "=1+1", "\\\"", ",,");

  /** One value for each session, between bars. */
  private static final String PYTHON =
      "import csv,sys; [print('|'+r['comm']+'|')"
          + " for r in csv.DictReader(open(sys.argv[1],newline=''))]";

  @TempDir private Path directory;

  @BeforeAll
  static void needParsers() {
    Host.needTool("python3");
    Host.needTool("sqlite3");
  }

  @Test
  void ofAReplay() throws Exception {
    agree("replay", "CAP", "-s", "--columns", "pid,comm,outcome");
  }

  @Test
  void ofAQuery() throws Exception {
    agree("sql", "CAP", "--format", "csv", "SELECT pid, comm, outcome FROM sessions ORDER BY pid");
  }

  private void agree(String... words) throws Exception {
    CaptureScript script = new CaptureScript();
    for (int i = 0; i < COMMS.size(); i++) {
      Lifecycle.client(
          script.socket("10.0.0.1", 1 + i, "10.0.0.2", 80),
          1_000_000L * (i + 1),
          1_000_000L * (i + 1) + 500_000,
          new CurrentTask(10 + i, COMMS.get(i)));
    }
    Path capture = script.write(directory.resolve("cap"));
    Reading reading =
        Reading.of(new ReadingCommand(List.of(words)).arguments(capture, null), new byte[0]);
    assertEquals(0, reading.code(), reading::err);
    Path csv = Files.write(directory.resolve("rows.csv"), reading.out());
    List<String> python = Program.run("python3", "-c", PYTHON, csv.toString()).lines().toList();
    assertEquals(python, sqlite(csv));
    assertEquals(python, duckDb(csv));
    assertEquals(COMMS.size(), python.size());
    assertTrue(
        python.containsAll(List.of("|a,b|", "|\"|", "|\"\"x\"|", "|a?b?|", "| x |", "|,,|")));
  }

  private static List<String> sqlite(Path csv) {
    return Program.run(
            "sqlite3",
            "-cmd",
            ".mode csv",
            "-cmd",
            ".import " + csv + " t",
            "-cmd",
            ".mode list",
            ":memory:",
            "SELECT '|' || comm || '|' FROM t")
        .lines()
        .toList();
  }

  private static List<String> duckDb(Path csv) throws Exception {
    List<String> values = new ArrayList<>();
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet rows =
            database
                .createStatement()
                .executeQuery(
                    "SELECT '|' || comm || '|' FROM read_csv('"
                        + csv
                        + "', header = true, all_varchar = true, delim = ',', quote = '\"',"
                        + " escape = '\"')")) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
