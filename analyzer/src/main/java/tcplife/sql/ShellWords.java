// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes the shell's commands, hunts, and names and words of SQL. */
final class ShellWords implements Completer {
  private static final List<String> KEYWORDS =
      List.of(
          "SELECT",
          "FROM",
          "WHERE",
          "GROUP BY",
          "ORDER BY",
          "HAVING",
          "LIMIT",
          "WITH",
          "DISTINCT",
          "JOIN",
          "LEFT JOIN",
          "USING",
          "count(*)",
          "sum(",
          "min(",
          "max(",
          "avg(",
          "quantile_cont(",
          "in_cidr(",
          "sessions_at(",
          "DESCRIBE",
          "SUMMARIZE",
          "EXPLAIN");

  private final List<String> names = new ArrayList<>(KEYWORDS);

  ShellWords(Database database) {
    String catalog =
        "SELECT view_name FROM duckdb_views() WHERE NOT internal UNION "
            + "SELECT column_name FROM duckdb_columns() WHERE NOT internal ORDER BY 1";
    try (Query query = database.query(catalog)) {
      query.writeTo(new NameList(names));
    }
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    boolean isCommand = line.line().stripLeading().startsWith(".");
    Stream<String> words =
        isCommand
            ? Arrays.stream(ShellCommand.values()).map(ShellCommand::word)
            : Stream.concat(names.stream(), Hunt.names().stream());
    if (isCommand && line.wordIndex() > 0) {
      words = Stream.concat(names.stream(), Stream.of("table", "csv", "json", "jsonl", "markdown"));
    }
    String typed = line.word().toLowerCase(Locale.ROOT);
    words
        .filter(word -> word.toLowerCase(Locale.ROOT).startsWith(typed))
        .map(Candidate::new)
        .forEach(candidates::add);
  }
}
