// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The outline of SQL: what is a comment, a quoted text or an end of a statement. Only to take texts
 * apart; whether a part may run, {@link Gate} judges by DuckDB's parser.
 */
final class SqlText {
  /** The parts of a text, longest first where one begins like another. */
  private static final Pattern PART =
      Pattern.compile(
          "(?<comment>--[^\\n\\r]*|/\\*(?s:.*?)\\*/)"
              + "|(?<quoted>[eE]'(?:[^'\\\\]|\\\\(?s:.)|'')*+'|'(?:[^']|'')*+'|\"(?:[^\"]|\"\")*+\""
              + "|(?<tag>\\$(?:[A-Za-z_][A-Za-z_0-9]*)?\\$)(?s:.*?)\\k<tag>)"
              + "|(?<parameter>\\$[A-Za-z_][A-Za-z_0-9]*)"
              + "|(?<word>[\\p{L}_][\\p{L}\\p{N}_$]*)"
              + "|(?<open>/\\*|[eE]?'|\"|\\$\\$)"
              + "|(?<end>;)"
              + "|(?s:.)");

  private static final Pattern EXPLAIN =
      Pattern.compile("(?is)\\s*+EXPLAIN\\b(?:\\s+ANALYZE\\b)?+(.*)");

  private SqlText() {}

  /** A text as a literal. */
  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** The statements of a text, in their order, without the semicolons behind them. */
  static List<String> statements(String text) {
    List<String> statements = new ArrayList<>();
    Matcher part = PART.matcher(text);
    int start = 0;
    boolean empty = true;
    while (part.find()) {
      if (part.group("end") != null) {
        if (!empty) {
          statements.add(text.substring(start, part.start()));
        }
        start = part.end();
        empty = true;
      } else if (part.group("comment") == null && !part.group().isBlank()) {
        empty = false;
      }
    }
    if (!empty) {
      statements.add(text.substring(start));
    }
    return statements;
  }

  /** Whether the last statement of a text has its semicolon, or there is no statement at all. */
  static boolean isComplete(String text) {
    Matcher part = PART.matcher(text);
    boolean complete = true;
    while (part.find()) {
      if (part.group("open") != null) {
        return false;
      }
      if (part.group("end") != null) {
        complete = true;
      } else if (part.group("comment") == null && !part.group().isBlank()) {
        complete = false;
      }
    }
    return complete;
  }

  /**
   * What a statement explains, or the statement itself. With a comment before EXPLAIN it is not
   * taken off: what DuckDB takes for a comment may be judged by its own parser only.
   */
  static String withoutExplain(String statement) {
    Matcher explain = EXPLAIN.matcher(statement);
    return explain.matches() ? explain.group(1) : statement;
  }

  /**
   * Gives named parameters, {@code $name}, their numbers, as JDBC has them.
   *
   * @param names takes the names, in the order of their numbers
   */
  static String withNumbers(String statement, List<String> names) {
    Matcher part = PART.matcher(statement);
    StringBuilder text = new StringBuilder();
    while (part.find()) {
      String parameter = part.group("parameter");
      if (parameter == null) {
        text.append(part.group());
        continue;
      }
      String name = parameter.substring(1).toLowerCase(Locale.ROOT);
      if (!names.contains(name)) {
        names.add(name);
      }
      text.append('$').append(names.indexOf(name) + 1);
    }
    return text.toString();
  }
}
