// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.Parser.ParseContext;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Capture;
import tcplife.capture.StateFields;
import tcplife.capture.SyntheticCapture;
import tcplife.cli.ExitCode;
import tcplife.event.TcpState;
import tcplife.fixture.CaptureScript;
import tcplife.session.Window;

/** The shell, on a terminal that can do nothing but show lines. */
@Timeout(60)
class ShellTest {
  @TempDir private Path directory;
  private Supplier<CaptureSet> reopen = () -> null;
  private int code;

  private String type(String text, Path history) throws IOException {
    Path path = directory.resolve("cap");
    if (Files.notExists(path)) {
      new CaptureScript().write(path);
    }
    CaptureSet captures = new CaptureSet(List.of(Capture.open(path).asOfNow()), Window.ALL);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Database database = new Database(captures, new Limits(1 << 30, 1, null, 1, null));
        Terminal terminal =
            TerminalBuilder.builder()
                .system(false)
                .streams(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), out)
                .type(Terminal.TYPE_DUMB)
                .encoding(StandardCharsets.UTF_8)
                .build()) {
      ShellState state = new ShellState(database, Format.TABLE, reopen);
      new Shell(state, terminal, history).run();
      code = state.code();
    }
    return out.toString(StandardCharsets.UTF_8).replace("\r", "");
  }

  @Test
  void aStatementGoesOnUntilItsSemicolon() throws IOException {
    assertTrue(type("SELECT 40 +\n 2 AS answer\n;\n", null).contains("answer\n------\n    42\n"));
    assertTrue(type("SELECT 'a;\n;b' AS x;\n", null).contains("a;?;b\n"));
  }

  @Test
  void whatIsWrongDoesNotEndIt() throws IOException {
    String out =
        type(
            "SELECT nothing;\n.nonsense\nCOPY sessions TO 'x';\n.mode csv\nSELECT 1 AS a;\n", null);
    assertTrue(out.contains("nothing"), out);
    assertTrue(out.contains(".nonsense: no such command"), out);
    assertTrue(out.contains("refused: only statements that read"), out);
    assertTrue(out.contains("a\n1\n"), out);
  }

  @Test
  void itsCommandsTellOfTablesAndColumns() throws IOException {
    String out = type(".tables\n.schema losses\n.help\n.quit\nSELECT 'after';\n", null);
    assertTrue(out.contains("a row for each TCP socket"), out);
    assertTrue(out.contains("they were lost after this [ns since 1970-01-01T00:00Z]"), out);
    assertTrue(out.contains(".refresh"), out);
    assertFalse(out.contains("-----\nafter"), out);
  }

  @Test
  void aTableThatIsNotThereIsSaid() throws IOException {
    String out = type(".schema nosuch\n", null);
    assertTrue(out.contains(".schema: there is no table 'nosuch'; .tables lists them"), out);
  }

  @Test
  void aHuntIsAskedWithValuesOfItsParameters() throws IOException {
    String out =
        type(
            ".mode csv\n.hunt who_talked_to address=10.0.0.2 from=2026-06-01 12:00 port=80\n"
                + ".hunt\n.hunt nosuch\n.hunt resets x\n.hunt resets min_share=2\n",
            null);
    assertTrue(out.contains("host,comm,pid,owner_user,"), out);
    assertTrue(out.contains(".hunt: no hunt is named; .hunts lists them\n"), out);
    assertTrue(out.contains("there is no hunt 'nosuch'"), out);
    assertTrue(out.contains(".hunt: x: not PARAMETER=VALUE\n"), out);
    assertTrue(out.contains("min_share=2: must be 0 to 1\n"), out);
  }

  @Test
  void whatWasFoundIsNotForgottenByARefresh() throws IOException {
    Path path = directory.resolve("cap");
    SyntheticCapture recorder = SyntheticCapture.in(path).clock(0, 1_000_000, "UTC").batch();
    reopen =
        () -> {
          recorder.end();
          return new CaptureSet(List.of(Capture.open(path).asOfNow()), Window.ALL);
        };
    String out = type("SELECT count(*) FROM names;\n.refresh\nSELECT count(*) FROM names;\n", null);
    assertTrue(out.contains(": has no end: it is being recorded"), out);
    assertEquals(ExitCode.INCOMPLETE, code);
  }

  @Test
  void refreshShowsWhatWasRecordedSince() throws IOException {
    Path path = directory.resolve("cap");
    SyntheticCapture recorder = SyntheticCapture.in(path).clock(0, 1_000_000, "UTC");
    reopen =
        () -> {
          recorder.state(StateFields.ofSocket(1).at(1, TcpState.CLOSE, TcpState.SYN_SENT)).batch();
          return new CaptureSet(List.of(Capture.open(path).asOfNow()), Window.ALL);
        };
    recorder.batch();
    String count = "SELECT 'now ' || count(*) AS n FROM sessions;\n";
    String out = type(".mode csv\n" + count + ".refresh\n" + count, null);
    assertTrue(out.contains("n\nnow 0\n") && out.contains("n\nnow 1\n"), out);
    recorder.end();
  }

  @Test
  void tablesColumnsHuntsAndCommandsAreCompleted() throws IOException {
    new CaptureScript().write(directory.resolve("cap"));
    assertEquals(List.of("sessions", "sessions_at("), completed("SELECT * FROM sess"));
    assertEquals(List.of("payload_sent"), completed("SELECT payload_s"));
    assertEquals(List.of("beacons"), completed(".hunt beac"));
    assertEquals(
        List.of("min_share=", "min_resets=").stream().sorted().toList(),
        completed(".hunt resets mi"));
    assertEquals(List.of(), completed(".hunt nosuch mi"));
    assertEquals(List.of(".tables"), completed(".ta"));
    assertEquals(List.of(".hunt", ".hunts"), completed(".hu"));
    assertEquals(List.of("losses"), completed(".schema losse"));
    assertEquals(List.of("markdown"), completed(".mode mark"));
  }

  private List<String> completed(String line) throws IOException {
    CaptureSet captures =
        new CaptureSet(List.of(Capture.open(directory.resolve("cap"))), Window.ALL);
    List<Candidate> candidates = new ArrayList<>();
    try (Database database = new Database(captures, new Limits(1 << 30, 1, null, 1, null))) {
      new ShellWords(database)
          .complete(
              null,
              new DefaultParser().parse(line, line.length(), ParseContext.COMPLETE),
              candidates);
    }
    return candidates.stream().map(Candidate::value).distinct().sorted().toList();
  }

  @Test
  void whatWasTypedIsKeptForItsUserAlone() throws IOException {
    Path history = HistoryFile.in(directory.resolve("state"));
    type("SELECT 'kept';\n", history);
    assertTrue(Files.readString(history).contains("SELECT 'kept';"));
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(history)));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(history.getParent())));
  }
}
