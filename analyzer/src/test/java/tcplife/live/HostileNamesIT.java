// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that takes 4,096 names which are no mere names to a terminal, a table or a parser. */
@Timeout(300)
class HostileNamesIT {
  private static final int NAMES = 4096;
  private static final String HOSTILE =
      Host.PROJECT.resolve("bpf/target/test-native/hostile").toString();

  @TempDir private static Path directory;
  private static Path capture;
  private static String port;
  private static List<byte[]> names;
  private static Instant held;

  @BeforeAll
  static void recordThem() {
    Host.needRecording();
    long seed = Long.getLong("tcplife.seed", System.nanoTime() & 0xffffffffL);
    System.out.println("seed of the names: " + seed);
    try (Recorder recorder = Recorder.start(directory);
        Program hostile = Program.start(HOSTILE, "" + NAMES, "" + seed)) {
      Await.until("all are used", () -> hostile.output().lines().count() == 1 + NAMES);
      List<String> said = hostile.output().lines().toList();
      port = said.get(0).split(" ")[1];
      names = said.stream().skip(1).map(HexFormat.of()::parseHex).toList();
      held = Instant.now();
      hostile.closeInput();
      hostile.expectExit(0);
      capture = recorder.stop();
    }
  }

  /** What a command prints: of characters that can be seen, and ends of lines. */
  private static String printed(String... command) {
    String out = Program.run(command); // and in UTF-8, or it would not be read
    for (String line : out.split("\n")) {
      line.codePoints()
          .filter(point -> !isVisible(point))
          .forEach(point -> fail("character %x in %s".formatted(point, line)));
    }
    return out;
  }

  private static boolean isVisible(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  private static String replay(String... options) {
    List<String> command =
        new ArrayList<>(List.of(Host.TCPLIFE, "replay", capture.toString(), "-L", port));
    command.addAll(List.of(options));
    return printed(command.toArray(String[]::new));
  }

  private static String sql(String format) {
    String query = "SELECT comm FROM sessions WHERE local_port = " + port;
    return printed(Host.TCPLIFE, "sql", "--format", format, capture.toString(), query);
  }

  /** What all records hold. */
  private static String events(String... options) {
    List<String> command = new ArrayList<>(List.of(Host.TCPLIFE, "events", capture.toString()));
    command.addAll(List.of(options));
    return printed(command.toArray(String[]::new));
  }

  /** A name as text has it: what is not ASCII's is a question mark. */
  private static String plain(byte[] name) {
    StringBuilder plain = new StringBuilder();
    for (byte each : name) {
      plain.append(each >= ' ' && each < 0x7f ? (char) each : '?');
    }
    return plain.toString();
  }

  private static List<String> inUtf8() {
    return sorted(names.stream().map(name -> new String(name, StandardCharsets.UTF_8)).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-t", "-w", "-x"})
  void aTableHasARowForEachConnection(String option) {
    List<String> lines = replay(option).lines().toList();
    assertEquals(1 + NAMES, lines.size());
  }

  @Test
  void threeParsersOfCsvReadTheSameNames() throws Exception {
    Path csv = Files.writeString(directory.resolve("replay.csv"), replay("-s"));
    List<String> expected = sorted(names.stream().map(HostileNamesIT::plain).toList());
    assertEquals(expected, sorted(CsvColumn.read(csv, 1)), "by RFC 4180");
    assertEquals(expected, sorted(CsvColumn.readByPython(csv, 1)), "Python's");
    assertEquals(expected, sorted(CsvColumn.readByDuckDb(csv, 1)), "DuckDB's");
  }

  @Test
  void jsonHasTheNamesThemselves() throws Exception {
    assertEquals(inUtf8(), sorted(strings(replay("--json"), "comm")));
    assertEquals(inUtf8(), sorted(strings(sql("jsonl"), "comm")));
    assertEquals(inUtf8(), sorted(strings(sql("json"), "comm")));
  }

  /** The last acknowledgement of one may come after that of the next. */
  private static List<String> sorted(List<String> names) {
    return names.stream().sorted().toList();
  }

  @Test
  void everyRecordIsALineOfItsOwn() throws Exception {
    String json = events("--json");
    String text = events();
    assertEquals(text.lines().count(), json.lines().count());
    for (String line : json.lines().toList()) {
      assertEquals(1, objects(line), line);
    }
    assertTrue(json.lines().count() > 10 * NAMES, json.lines().count() + " records");
  }

  @Test
  void socketsAtAMomentAreALineEach() {
    String listed = printed(Host.TCPLIFE, "ss", "-Hl", "--at=" + held, capture.toString());
    assertTrue(listed.lines().allMatch(line -> line.startsWith("LISTEN ")), listed);
    assertTrue(listed.lines().count() > 64, listed);
  }

  @Test
  void sqlPrintsARowForEachConnection() throws Exception {
    assertEquals(2 + NAMES, sql("table").lines().count());
    Path csv = Files.writeString(directory.resolve("sql.csv"), sql("csv"));
    assertEquals(CsvColumn.readByDuckDb(csv, 0), CsvColumn.read(csv, 0));
    assertEquals(NAMES, CsvColumn.read(csv, 0).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"top_talkers_by_process", "listener_concurrency"})
  void huntsPrintNothingElse(String hunt) {
    for (String format : List.of("table", "json")) {
      printed(Host.TCPLIFE, "hunt", "--format", format, capture.toString(), hunt);
    }
  }

  private static int objects(String json) throws IOException {
    int depth = 0;
    int objects = 0;
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        objects += token == JsonToken.START_OBJECT && depth == 0 ? 1 : 0;
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
    }
    return objects;
  }

  /** The values of a field, in all objects; a name of no character is null. */
  private static List<String> strings(String json, String field) throws IOException {
    List<String> strings = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME && parser.currentName().equals(field)) {
          parser.nextToken();
          strings.add(parser.getValueAsString(""));
        }
      }
    }
    return strings;
  }
}
