// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.live.Await;
import tcplife.live.Host;
import tcplife.live.Program;

/** On a terminal of its own, where Ctrl-C is a signal to all programs in the foreground. */
@Timeout(180)
class TerminalIT {
  private static final String PROMPT = "tcplife> ";
  private static final String CTRL_C = "\003";

  /** No name is recorded: none of the rows that are read is one of the table. */
  private static final String LONG = "SELECT count(*) FROM names";

  /** Of the progress bar, once it has moved. */
  private static final Pattern PERCENT = Pattern.compile("] ([1-9][0-9]*) %");

  @TempDir private static Path directory;
  private static Path large;

  @BeforeAll
  static void makeCapture() {
    Host.needTool("script");
    Host.needTool("less");
    large = LargeCapture.write(directory.resolve("large"), 400);
  }

  /** Runs a line of shell on a terminal of 24 lines. */
  private static Program on(String line) {
    String sized = "stty rows 24 cols 80; exec " + Host.TCPLIFE + " " + line;
    return Program.start(
        Map.of("TERM", "xterm", "PAGER", ""), List.of("script", "-qefc", sized, "/dev/null"));
  }

  private static void await(Program terminal, String text) {
    Await.until("it shows " + text, () -> terminal.output().contains(text));
  }

  /** Presses Ctrl-C in the midst of a scan. */
  private static void interruptScan(Program terminal) {
    Await.until("the bar moves", () -> PERCENT.matcher(terminal.output()).find());
    terminal.tell(CTRL_C);
  }

  private static void assertNotReadToItsEnd(Program terminal) {
    long last = 0;
    for (Matcher each = PERCENT.matcher(terminal.output()); each.find(); ) {
      last = Long.parseLong(each.group(1));
    }
    assertTrue(last < 60, "read, %: " + last);
  }

  @Test
  void aQueryThatFindsNothingIsCancelledAndTheNextOneAnswered() {
    try (Program shell = on("sql " + large)) {
      await(shell, PROMPT);
      shell.tell(LONG + ";");
      interruptScan(shell);
      await(shell, "cancelled");
      assertNotReadToItsEnd(shell);
      shell.tell("SELECT 40 + 2 AS answer;");
      await(shell, "    42");
      shell.tell(".quit");
      shell.expectExit(0);
    }
  }

  @Test
  void aQueryOfTheCommandLineEndsTheProgram() {
    try (Program query = on("sql " + large + " '" + LONG + "'")) {
      interruptScan(query);
      query.expectExit(130);
      assertNotReadToItsEnd(query);
      assertFalse(query.output().contains("count_star"));
    }
  }

  /** Ctrl-C, pressed again after so long, ends the program where nothing is paged. */
  @Test
  void aPagerIsLeftByItsOwnKeyAndShowsWhatIsLongOnly() throws Exception {
    try (Program shell = on("sql " + Host.PROJECT.resolve("samples/web"))) {
      await(shell, PROMPT);
      shell.tell("SELECT 1000 + range AS n FROM range(5000);");
      await(shell, "1015");
      for (int i = 0; i < 3; i++) {
        // The pager must have come to ask for a key, and the patience with a query be over.
        TimeUnit.MILLISECONDS.sleep(1_500);
        shell.tell(CTRL_C);
      }
      TimeUnit.MILLISECONDS.sleep(500);
      assertTrue(shell.isAlive(), shell.output());
      assertFalse(shell.output().contains("1100"), shell.output());
      shell.tell("q");
      shell.tell("SELECT 40 + 2 AS answer;");
      await(shell, "    42");
      shell.tell(".quit");
      shell.expectExit(0);
    }
  }
}
