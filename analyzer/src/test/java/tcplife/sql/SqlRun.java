// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tcplife.cli.Main;
import tcplife.replay.Output;
import tcplife.replay.Run;

/** Runs {@code tcplife sql}, {@code hunt} and {@code export} in this JVM. */
public final class SqlRun {
  private SqlRun() {}

  /** Queries captures, with options before the captures. */
  public static Run query(List<Path> captures, String query, String... options) {
    List<String> arguments = new ArrayList<>(List.of("sql"));
    arguments.addAll(List.of(options));
    captures.forEach(each -> arguments.add(each.toString()));
    arguments.add(query);
    return of(arguments);
  }

  /** What a query answers, which says nothing else: comma-separated values without their header. */
  static String csv(List<Path> captures, String query, String... options) {
    List<String> all = new ArrayList<>(List.of("--format=csv"));
    all.addAll(List.of(options));
    Run run = query(captures, query, all.toArray(String[]::new));
    assertEquals("", run.err());
    return run.out().substring(run.out().indexOf('\n') + 1);
  }

  /** Hunts in captures: comma-separated values. */
  public static Run hunt(List<Path> captures, String name, String... parameters) {
    List<String> arguments = new ArrayList<>(List.of("hunt", "--format", "csv"));
    captures.forEach(each -> arguments.add(each.toString()));
    arguments.add(name);
    arguments.addAll(List.of(parameters));
    return of(arguments);
  }

  /** Runs the program with these arguments. */
  static Run of(List<String> arguments) {
    return Run.capturing(
        out -> {
          Output output = new Output(out, false);
          return Main.run(
              List.of(new SqlCommand(output), new HuntCommand(output), new ExportCommand()),
              arguments.toArray(String[]::new));
        });
  }

  /** The same, with a text as standard input. */
  static Run of(List<String> arguments, String input) {
    InputStream usual = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return of(arguments);
    } finally {
      System.setIn(usual);
    }
  }
}
