// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.fixture.CaptureScript;
import tcplife.replay.Run;

/** The forms of results. */
@Timeout(60)
class FormatsTest {
  private static final String QUERY =
      "SELECT 12 AS number, 'a,\"b' AS \"the text\", NULL AS none, true AS flag, "
          + "make_timestamp_ns(1780315207000050001) AS time, 1.50::DECIMAL(4,2) AS price, "
          + "[1, NULL] AS list, {'a': 'x|y'} AS struct, chr(27) || '[2J' AS hostile, '' AS empty, "
          + "'NaN'::DOUBLE AS nan, DATE '2026-06-01' AS day";

  @TempDir private Path directory;
  private List<Path> capture;

  @BeforeEach
  void aCapture() {
    capture = List.of(new CaptureScript().write(directory.resolve("cap")));
  }

  private String out(String query, String... options) {
    Run run = SqlRun.query(capture, query, options);
    assertEquals("", run.err());
    return run.out();
  }

  @Test
  void table() {
    assertEquals(
        "number  the text  none  flag  time                           price  list       struct   hostile"
            + "  empty  nan  day\n"
            + "------  --------  ----  ----  -----------------------------  -----  ---------  -------  -------"
            + "  -----  ---  ----------\n"
            + "    12  a,\"b      -     true  2026-06-01 12:00:07.000050001   1.50  [1, null]  {a=x|y}  ?[2J   "
            + "         NaN  2026-06-01\n",
        out(QUERY));
  }

  @Test
  void csv() {
    assertEquals(
        "number,the text,none,flag,time,price,hostile,empty,nan\n"
            + "12,\"a,\"\"b\",,true,2026-06-01 12:00:07.000050001,1.50,?[2J,\"\",NaN\n",
        out("SELECT * EXCLUDE (list, struct, day) FROM (" + QUERY + ")", "--format=csv"));
  }

  @Test
  void jsonLines() {
    assertEquals(
        "{\"number\":12,\"the text\":\"a,\\\"b\",\"none\":null,\"flag\":true,"
            + "\"time\":\"2026-06-01 12:00:07.000050001\",\"price\":1.50,\"list\":[1,null],"
            + "\"struct\":{\"a\":\"x|y\"},\"hostile\":\"\\u001b[2J\",\"empty\":\"\",\"nan\":null,"
            + "\"day\":\"2026-06-01\"}\n",
        out(QUERY, "--format=jsonl"));
  }

  @Test
  void json() {
    assertEquals(
        "[\n{\"i\":0},\n{\"i\":1}\n]\n", out("SELECT range AS i FROM range(2)", "--format=json"));
    assertEquals("[]\n", out("SELECT 1 WHERE false", "--format=json"));
  }

  @Test
  void markdown() {
    assertEquals(
        "| a | b |\n|---|---|\n| x\\|y | ?\\[2J |\n|  | 1 |\n",
        out(
            "SELECT 'x|y' AS a, chr(27) || '[2J' AS b UNION ALL SELECT NULL, '1'",
            "--format=markdown"));
  }

  @Test
  void inMarkdownNoValueIsMoreThanText() {
    assertEquals(
        "| a |\n|---|\n| &lt;img src=x onerror=\"y\"&gt; &amp;lt; \\[z\\](w) !\\[\\](v) \\` \\\\ \\\\\\| \\| |\n",
        out(
            "SELECT '<img src=x onerror=\"y\"> &lt; [z](w) ![](v) ` \\ \\| |' AS a",
            "--format=markdown"));
  }

  @Test
  void parquet() throws Exception {
    Path file = directory.resolve("it's.parquet");
    assertEquals(
        "",
        out(
            "SELECT range AS i, 'x' AS s FROM range(5000) -- the end",
            "--format=parquet",
            "-o",
            file.toString()));
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet rows =
            database
                .createStatement()
                .executeQuery(
                    "SELECT sum(i) FROM read_parquet(" + SqlText.quoted(file.toString()) + ")")) {
      rows.next();
      assertEquals(4999 * 5000 / 2, rows.getLong(1));
    }
    assertOnlyThere("cap", "it's.parquet");
  }

  @Test
  void parquetIsForFiles() {
    assertEquals(2, SqlRun.query(capture, "SELECT 1", "--format=parquet").code());
  }

  @Test
  void aFileOfOneResultTakesNoMore() throws IOException {
    for (String form : List.of("parquet", "json")) {
      Path file = directory.resolve("out");
      Run run =
          SqlRun.query(capture, "SELECT 1; SELECT 2", "--format=" + form, "-o", file.toString());
      assertEquals(2, run.code());
      assertTrue(run.err().contains("holds the result of one statement, not of 2"), run.err());
    }
    assertOnlyThere("cap");
  }

  @Test
  void whatDescribesIsATableOfParquetTooAndAPlanIsNone() throws IOException {
    String file = directory.resolve("out.parquet").toString();
    for (String query : List.of("DESCRIBE losses", "SUMMARIZE losses", "SHOW TABLES")) {
      assertEquals("", out(query + " -- all", "--format=parquet", "-o", file));
    }
    assertOnlyThere("cap", "out.parquet");
    Run plan = SqlRun.query(capture, "EXPLAIN SELECT 1", "--format=parquet", "-o", file);
    assertEquals(1, plan.code());
    assertTrue(plan.err().contains("a plan is a drawing and no table"), plan.err());
  }

  @Test
  void aQueryMayBeginWithAComment() {
    assertEquals("a\n1\n", out("-- why=this\nSELECT 1 AS a", "--format=csv"));
    assertEquals("a\n1\n", out("--why\nSELECT 1 AS a", "--format=csv"));
    Run mistyped = SqlRun.query(capture, "SELECT 1", "--fromat=csv", "--format=csv");
    assertEquals(2, mistyped.code());
    assertTrue(mistyped.err().contains("Unknown option: '--fromat=csv'"), mistyped.err());
  }

  @Test
  void adviceIsOfOptionsThatThereAre() {
    String large = "SELECT * FROM range(3000000) a, range(9) b ORDER BY hash(a.range + b.range)";
    Run memory = SqlRun.query(capture, large, "--memory=64M");
    assertTrue(memory.err().contains("--memory SIZE gives more"), memory.err());
    assertFalse(memory.err().contains("SET "), memory.err());
    String spill = directory.toString();
    Run disk = SqlRun.query(capture, large, "--memory=64M", "--temp", spill, "--temp-size=1M");
    assertTrue(disk.err().contains("--temp-size lets more"), disk.err());
    assertFalse(disk.err().contains("SET "), disk.err());
    Run depth = SqlRun.query(capture, "SELECT 1" + "+1".repeat(1200));
    assertTrue(depth.err().contains("exceeded; write it with less nesting"), depth.err());
    Run extension = SqlRun.query(capture, "SELECT ST_Point(1, 2)");
    assertTrue(extension.err().contains("extensions are locked"), extension.err());
    assertFalse(extension.err().contains("INSTALL"), extension.err());
  }

  @Test
  void aFileAppearsWhenItIsWhole() throws IOException {
    Path file = directory.resolve("out.csv");
    assertEquals("", out("SELECT 1 AS one", "--format=csv", "-o", file.toString()));
    assertEquals("one\n1\n", Files.readString(file));
    Run failed =
        SqlRun.query(
            capture, "SELECT error('no') FROM range(3)", "--format=csv", "-o", file.toString());
    assertEquals(1, failed.code());
    assertEquals("one\n1\n", Files.readString(file));
    assertOnlyThere("cap", "out.csv");
  }

  private void assertOnlyThere(String... names) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(
          List.of(names), files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void nothingIsWrittenIntoACapture() {
    for (String name : List.of("manifest.json", "000001/new", "new")) {
      Path file = capture.get(0).resolve(name);
      Run run = SqlRun.query(capture, "SELECT 1", "-o", file.toString());
      assertEquals(1, run.code());
      assertTrue(run.err().contains(": is within a capture, "), run.err());
    }
    assertEquals(0, SqlRun.query(capture, "SELECT count(*) FROM sessions").code());
  }

  @Test
  void aLinkStaysOneAndWhatLiesBesideIsLeftAlone() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link"), target);
    Path beside = Files.writeString(directory.resolve("target.new"), "mine");
    assertEquals("", out("SELECT 1 AS one", "--format=csv", "-o", link.toString()));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("one\n1\n", Files.readString(target));
    assertEquals("mine", Files.readString(beside));
  }

  @Test
  void aPipeIsWrittenToAndStaysOne() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Process reader = new ProcessBuilder("cat", pipe.toString()).start();
    assertEquals("", out("SELECT 1 AS one", "--format=csv", "-o", pipe.toString()));
    assertFalse(Files.isRegularFile(pipe));
    reader.destroy();
  }

  @Test
  void statementsComeFromAFileOrStandardInput() throws IOException {
    Path script = directory.resolve("query.sql");
    Files.writeString(script, "SELECT 1 AS a; -- first\n\nSELECT ';' AS b\n;;");
    Run file =
        SqlRun.of(
            List.of("sql", "-f", script.toString(), "--format=csv", capture.get(0).toString()));
    assertEquals("a\n1\nb\n;\n", file.out());
    Run input =
        SqlRun.of(List.of("sql", "--format=csv", capture.get(0).toString()), "SELECT 2 AS c");
    assertEquals("c\n2\n", input.out());
  }

  @Test
  void aPlanIsShownLineByLine() {
    String plan = out("EXPLAIN SELECT count(*) FROM sessions");
    assertTrue(plan.lines().count() > 5);
    assertFalse(plan.contains("?"));
  }

  @Test
  void hostileValuesInErrorsAreHarmless() {
    Run run = SqlRun.query(capture, "SELECT CAST(chr(27) || '[2J' AS INTEGER)");
    assertEquals(1, run.code());
    assertTrue(run.err().contains("?[2J"), run.err());
    assertEquals(1, run.messages().size());
  }
}
