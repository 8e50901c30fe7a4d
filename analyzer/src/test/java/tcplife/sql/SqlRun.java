// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tcplife.cli.Main;
import tcplife.replay.Output;
import tcplife.replay.Run;

/** Runs {@code tcplife sql} in this JVM. */
public final class SqlRun {
  private SqlRun() {}

  /** Queries captures, with options before the captures. */
  static Run query(List<Path> captures, String query, String... options) {
    List<String> arguments = new ArrayList<>(List.of("sql"));
    arguments.addAll(List.of(options));
    captures.forEach(each -> arguments.add(each.toString()));
    arguments.add(query);
    return of(arguments);
  }

  /** TEMPORARY. */
  public static Run hunt(List<Path> captures, String name, String... parameters) {
    String sql = SqlResources.text("hunts/" + name);
    for (String line : sql.lines().toList()) {
      var m = java.util.regex.Pattern.compile("-- @param (\\w+) (\\w+) ([^:]*):.*").matcher(line);
      if (m.matches()) {
        String v = m.group(3).trim();
        for (String p : parameters) {
          if (p.startsWith(m.group(1) + "=")) {
            v = p.substring(p.indexOf('=') + 1);
          }
        }
        sql = sql.replaceAll("\\$" + m.group(1) + "\\b", "CAST('" + v + "' AS " + m.group(2) + ")");
      }
    }
    List<String> arguments = new ArrayList<>(List.of("sql", "--format", "csv"));
    captures.forEach(each -> arguments.add(each.toString()));
    return of(arguments, sql);
  }

  /** Runs the program with these arguments. */
  static Run of(List<String> arguments) {
    return Run.capturing(
        out ->
            Main.run(
                List.of(new SqlCommand(new Output(out, false))), arguments.toArray(String[]::new)));
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
