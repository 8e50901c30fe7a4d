// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import tcplife.cli.Main;
import tcplife.fixture.CaptureScript;

/**
 * What a run of {@code tcplife replay} in this JVM gave.
 *
 * @param code its exit code
 * @param out what it printed
 * @param err what it said on standard error
 */
public record Run(int code, String out, String err) {
  /**
   * Replays what a script says.
   *
   * @param directory the capture is made there, the first time
   * @param options separated by spaces
   * @param more as options
   */
  static Run replay(CaptureScript script, Path directory, String options, String... more) {
    Path capture = directory.resolve("cap");
    if (Files.notExists(capture)) {
      script.write(capture);
    }
    return replay(List.of(capture), options, more);
  }

  /** Replays captures. */
  static Run replay(List<Path> captures, String options, String... more) {
    List<String> arguments = new ArrayList<>(List.of("replay"));
    captures.forEach(each -> arguments.add(each.toString()));
    for (String each : (options + " " + String.join(" ", more)).trim().split(" +")) {
      if (!each.isEmpty()) {
        arguments.add(each);
      }
    }
    return of(arguments.toArray(String[]::new));
  }

  /** Runs the program, with {@code replay} and {@code ss} as its only commands. */
  public static Run of(String... arguments) {
    return capturing(
        out -> {
          Output output = new Output(out, false);
          return Main.run(List.of(new ReplayCommand(output), new SsCommand(output)), arguments);
        });
  }

  /** Runs what gives an exit code, with a stream for its output, which System.out goes to too. */
  public static Run capturing(ToIntFunction<OutputStream> program) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream usualErr = System.err;
    PrintStream usualOut = System.out;
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      int code = program.applyAsInt(out);
      return new Run(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(usualErr);
      System.setOut(usualOut);
    }
  }

  /** The printed lines below the header. */
  List<String> rows() {
    List<String> lines = out.lines().toList();
    return lines.subList(1, lines.size());
  }

  /** The values of some columns, with commas between them, of each row printed with -s. */
  List<String> columns(String... names) {
    List<String> header = List.of(out.lines().findFirst().orElseThrow().split(","));
    return rows().stream()
        .map(row -> row.split(",", -1))
        .map(values -> Arrays.stream(names).map(name -> values[header.indexOf(name)]))
        .map(values -> values.collect(Collectors.joining(",")))
        .toList();
  }

  /** The lines on standard error. */
  public List<String> messages() {
    return err.lines().toList();
  }
}
