// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tcplife.cli.Main;

/**
 * What a run of {@code tcplife replay} in this JVM gave.
 *
 * @param code its exit code
 * @param out what it printed
 * @param err what it said on standard error
 */
record Run(int code, String out, String err) {
  static Run replay(Path capture, String... options) {
    return replay(List.of(capture), options);
  }

  static Run replay(List<Path> captures, String... options) {
    List<String> arguments = new ArrayList<>(List.of("replay"));
    captures.forEach(each -> arguments.add(each.toString()));
    arguments.addAll(List.of(options));
    return of(arguments.toArray(String[]::new));
  }

  /** Runs the program, of which {@code replay} is the only command. */
  static Run of(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream usualErr = System.err;
    PrintStream usualOut = System.out;
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      int code = Main.run(List.of(new ReplayCommand(new Output(out, false))), arguments);
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

  /** The lines on standard error. */
  List<String> messages() {
    return err.lines().toList();
  }
}
