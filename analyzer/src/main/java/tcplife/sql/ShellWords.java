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
    Stream<String> words = names.stream();
    if (isCommand && line.wordIndex() == 0) {
      words = Arrays.stream(ShellCommand.values()).map(ShellCommand::word);
    } else if (isCommand && line.words().get(0).equals(ShellCommand.HUNT.word())) {
      words = ofHunts(line.words().get(1), line.wordIndex());
    } else if (isCommand) {
      words = Stream.concat(words, Stream.of("table", "csv", "json", "jsonl", "markdown"));
    }
    String typed = line.word().toLowerCase(Locale.ROOT);
    words
        .filter(word -> word.toLowerCase(Locale.ROOT).startsWith(typed))
        .map(word -> new Candidate(word, word, null, null, null, null, !word.endsWith("=")))
        .forEach(candidates::add);
  }

  /** The names of hunts, and behind one those of its parameters. */
  private static Stream<String> ofHunts(String name, int index) {
    if (index == 1) {
      return Hunt.names().stream();
    }
    return Hunt.names().contains(name)
        ? Hunt.named(name).parameters().stream().map(parameter -> parameter.name() + "=")
        : Stream.empty();
  }
}
