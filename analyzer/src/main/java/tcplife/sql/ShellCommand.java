// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.TypeConversionException;
import tcplife.cli.Failure;

/** What the shell does besides queries: lines that begin with a dot. */
enum ShellCommand {
  TABLES(".tables", "the tables, and what a row of each is") {
    @Override
    Hunt.Bound query(ShellState state, List<String> words) {
      return new Hunt.Bound(
          "SELECT view_name AS \"table\", comment AS meaning FROM duckdb_views() "
              + "WHERE NOT internal ORDER BY view_name");
    }
  },
  SCHEMA(".schema [TABLE]", "columns, with their types, units and meanings") {
    @Override
    Hunt.Bound query(ShellState state, List<String> words) {
      String chosen = words.size() < 2 ? "" : " AND table_name = " + SqlText.quoted(words.get(1));
      String found = "SELECT 1 FROM duckdb_columns() WHERE NOT internal" + chosen + " LIMIT 1";
      if (state.database().rows(found).isEmpty()) {
        throw SqlFailures.of(
            ".schema: there is no table '" + words.get(1) + "'; .tables lists them");
      }
      return new Hunt.Bound(
          "SELECT table_name AS \"table\", column_name AS \"column\", "
              + "CASE WHEN data_type LIKE 'ENUM%' THEN 'ENUM' ELSE data_type END AS type, "
              + "comment AS meaning FROM duckdb_columns() "
              + "WHERE NOT internal"
              + chosen
              + " ORDER BY table_name, column_index");
    }
  },
  HUNT(".hunt NAME [PARAMETER=VALUE...]", "ask a known question") {
    @Override
    Hunt.Bound query(ShellState state, List<String> words) {
      if (words.size() < 2) {
        throw new Failure(".hunt: no hunt is named; .hunts lists them");
      }
      Map<String, String> given = new LinkedHashMap<>();
      // A value may have blanks in it, as a time has.
      String values = String.join(" ", words.subList(2, words.size()));
      for (String each : values.isEmpty() ? new String[0] : values.split(" (?=\\w+=)")) {
        if (!Hunt.take(each, given)) {
          throw SqlFailures.of(".hunt: " + each + ": not PARAMETER=VALUE");
        }
      }
      return Hunt.named(words.get(1)).bind(given, state.database().captures()::wall);
    }
  },
  HUNTS(".hunts", "known questions, for .hunt and `tcplife hunt`") {
    @Override
    List<String> run(ShellState state, List<String> words) {
      return Hunt.names().stream()
          .map(Hunt::named)
          .map(hunt -> "%-24s %s".formatted(hunt.name(), hunt.question()))
          .toList();
    }
  },
  MODE(".mode FORM", "results as table, csv, json, jsonl or markdown") {
    @Override
    List<String> run(ShellState state, List<String> words) {
      try {
        Format format = new Format.Converter().convert(words.size() < 2 ? "" : words.get(1));
        if (format == Format.PARQUET) {
          throw new Failure(".mode: parquet is for files: tcplife sql --format=parquet -o FILE");
        }
        state.format(format);
        return List.of();
      } catch (TypeConversionException e) {
        throw SqlFailures.of(".mode: " + e.getMessage());
      }
    }
  },
  REFRESH(".refresh", "see what has been recorded until now") {
    @Override
    List<String> run(ShellState state, List<String> words) {
      return state.refresh();
    }
  },
  HELP(".help", "this list") {
    @Override
    List<String> run(ShellState state, List<String> words) {
      List<String> lines = new ArrayList<>();
      lines.add(
          "A statement ends with a semicolon. Ctrl-C ends a query, once more the program; Ctrl-D the shell.");
      for (ShellCommand each : values()) {
        lines.add("%-32s %s".formatted(each.usage, each.meaning));
      }
      return lines;
    }
  },
  QUIT(".quit", "end the shell") {
    @Override
    List<String> run(ShellState state, List<String> words) {
      state.end();
      return List.of();
    }
  };

  private final String usage;
  private final String meaning;

  ShellCommand(String usage, String meaning) {
    this.usage = usage;
    this.meaning = meaning;
  }

  /** Its word: {@code .tables}. */
  String word() {
    return "." + name().toLowerCase(Locale.ROOT);
  }

  /** The query that answers it; null for one that does something by itself. */
  Hunt.Bound query(ShellState state, List<String> words) {
    return null;
  }

  /** Does it; the lines to be shown. */
  List<String> run(ShellState state, List<String> words) {
    return List.of();
  }

  /**
   * The command of a word.
   *
   * @throws Failure if there is none
   */
  static ShellCommand of(String word) {
    for (ShellCommand each : values()) {
      if (each.word().equals(word)) {
        return each;
      }
    }
    throw SqlFailures.of(word + ": no such command; .help lists them");
  }
}
