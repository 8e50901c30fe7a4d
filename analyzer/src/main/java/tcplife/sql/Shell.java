// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.nio.file.Path;
import java.util.List;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import tcplife.capture.CaptureException;
import tcplife.cli.Failure;
import tcplife.cli.Message;

/** Reads statements from a terminal and shows their results there, until its user has enough. */
final class Shell {
  private static final String PROMPT = "tcplife> ";

  /** Exit code of what SIGINT ends. */
  private static final int INTERRUPTED = 130;

  private final ShellState state;
  private final Terminal terminal;
  private final LineReader reader;
  private volatile boolean paged;

  /** A statement goes on until its semicolon. */
  private static final class UntilSemicolon extends DefaultParser {
    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
      boolean isCommand = line.stripLeading().startsWith(".");
      if (context == ParseContext.ACCEPT_LINE && !isCommand && !SqlText.isComplete(line)) {
        throw new EOFError(-1, -1, "no semicolon yet", "");
      }
      return super.parse(
          line, cursor, context == ParseContext.ACCEPT_LINE ? ParseContext.COMPLETE : context);
    }
  }

  /**
   * @param history file for what is typed, or null
   */
  Shell(ShellState state, Terminal terminal, Path history) {
    this.state = state;
    this.terminal = terminal;
    Parser parser = new UntilSemicolon();
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("tcplife")
            .parser(parser)
            .completer(new ShellWords(state.database()))
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P    > ")
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
    if (history != null) {
      builder.variable(LineReader.HISTORY_FILE, history);
    }
    reader = builder.build();
  }

  /** Until .quit or the end of what is typed. */
  void run() {
    terminal.handle(Signal.INT, signal -> interrupt());
    while (!state.isEnded()) {
      try {
        take(reader.readLine(PROMPT));
      } catch (UserInterruptException e) {
        // The line is given up, not the shell.
      } catch (EndOfFileException e) {
        state.end();
      } catch (Failure | CaptureException e) {
        say(e.getMessage());
      } catch (OutOfMemoryError e) {
        say(SqlFailures.of(e).getMessage());
      }
    }
  }

  /** What does not end when it is told to ends with the program; a pager is left by its own key. */
  private void interrupt() {
    if (!state.database().cancel() && !paged) {
      System.exit(INTERRUPTED);
    }
  }

  private void say(String line) {
    terminal.writer().println(Message.safe(line));
    terminal.flush();
  }

  private void take(String text) {
    if (text.stripLeading().startsWith(".")) {
      List<String> words = List.of(text.strip().replaceAll(";$", "").split("\\s+"));
      ShellCommand command = ShellCommand.of(words.get(0));
      Hunt.Bound query = command.query(state, words);
      if (query != null) {
        show(query.statement(), query.values());
      } else {
        command.run(state, words).forEach(this::say);
      }
      return;
    }
    SqlText.statements(text).forEach(statement -> show(statement));
  }

  private void write(Query query, Pager pager) {
    try {
      query.writeTo(state.format().writer(pager.output()));
    } catch (Failure e) {
      if (!pager.isLeft()) {
        throw e;
      }
    }
  }

  private void show(String statement, Object... values) {
    try (ProgressBar bar = new ProgressBar(state.database().captures());
        Query query = state.database().query(statement, values)) {
      bar.end();
      try (Pager pager = new Pager(terminal)) {
        paged = pager.isThere();
        write(query, pager);
      } finally {
        paged = false;
      }
    }
  }
}
