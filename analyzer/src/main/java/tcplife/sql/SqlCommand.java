// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tcplife.capture.CaptureException;
import tcplife.capture.Reason;
import tcplife.cli.Failure;
import tcplife.cli.Subcommand;
import tcplife.replay.Output;

/** {@code tcplife sql}. */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    preprocessor = SqlComment.class,
    sortOptions = false,
    description = "Queries captures with SQL, in DuckDB's dialect.",
    footerHeading = "%nexamples:%n",
    footer = {
      "    tcplife sql cap/ \"SELECT comm, count(*) FROM sessions GROUP BY ALL\"",
      "    tcplife sql a/ b/ --from -10m -f query.sql --format csv -o answer.csv",
      "    tcplife sql cap/              # a shell; .help explains it",
      "",
      "Nothing but the captures can be read, and nothing written but the file of -o.",
      "Exits 3 if a capture is damaged or incomplete; standard error says how."
    })
public final class SqlCommand implements Subcommand {
  private final Output output;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "CAPTURE... [QUERY]",
      description = "directories of captures; then statements, with ; between them")
  private List<String> arguments;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "read the statements from a file")
  private Path script;

  @Mixin private ResultOptions result;
  @Mixin private CaptureOptions captures;
  @Mixin private LimitOptions limits;

  /** For the service loader: prints to standard output. */
  public SqlCommand() {
    this(Output.standard());
  }

  SqlCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() throws IOException {
    result.check();
    List<Path> directories = new ArrayList<>();
    arguments.forEach(each -> directories.add(Path.of(each)));
    String query = takeQuery(directories);
    // All are opened before standard input is waited for: a wrong name is told at once.
    CaptureSet set = captures.open(directories);
    if (query == null && script == null && System.console() != null) {
      return shell(set, directories);
    }
    List<String> statements = SqlText.statements(query != null ? query : read());
    if (statements.isEmpty()) {
      throw new Failure("there is no statement");
    }
    result.check(statements.size());
    run(set, statements);
    return Findings.tell(spec, set);
  }

  private void run(CaptureSet set, List<String> statements) {
    try (ResultFile file = ResultFile.of(result, output);
        Database database = new Database(set, limits.limits(file.draft()))) {
      // All are judged before the first one runs.
      statements.forEach(database::check);
      for (String statement : statements) {
        file.write(database, statement);
      }
      file.finish();
    } catch (Failure | CaptureException e) {
      Findings.tell(spec, set);
      throw e;
    }
  }

  private int shell(CaptureSet set, List<Path> directories) throws IOException {
    try (Database database = new Database(set, limits.limits(null));
        Terminal terminal = TerminalBuilder.terminal()) {
      ShellState state =
          new ShellState(database, result.format(), () -> captures.open(directories));
      new Shell(state, terminal, HistoryFile.prepare()).run();
      Findings.tell(spec, database.captures());
      return state.code();
    }
  }

  /** What stands behind the captures and looks like SQL; null for nothing. */
  private String takeQuery(List<Path> directories) {
    int last = arguments.size() - 1;
    String text = arguments.get(last);
    if (last == 0 || !text.matches("(?s).*[\\s(;].*") || Files.exists(directories.get(last))) {
      return null;
    }
    if (script != null) {
      throw new ParameterException(spec.commandLine(), "-f and a query exclude each other");
    }
    directories.remove(last);
    return text;
  }

  private String read() throws IOException {
    if (script == null) {
      return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }
    try {
      return Files.readString(script);
    } catch (IOException e) {
      throw new Failure("-f: " + script + ": cannot be read: " + Reason.of(e));
    }
  }
}
