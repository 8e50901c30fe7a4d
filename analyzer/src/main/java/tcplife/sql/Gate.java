// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import tcplife.cli.Failure;

/**
 * Lets through what only reads the tables of captures. DuckDB's own parser judges: whatever it
 * would not take for one statement that selects is refused, and so is a table function that is not
 * known to be harmless, since some write logs, read files or trust addresses that they are given.
 */
final class Gate {
  /**
   * Of a statement's tree: what was wrong with it, how many statements it is, and the functions
   * that it uses as tables, with commas between.
   */
  private static final String JUDGE =
      "SELECT tree->>'error_message', json_array_length(tree, '$.statements'), "
          + "(SELECT coalesce(string_agg(DISTINCT lower(atom->>'$'), ','), '') FROM json_tree(tree) "
          + "WHERE key = 'function_name' AND path LIKE '%.function') "
          + "FROM (SELECT json_serialize_sql(?::VARCHAR)::JSON AS tree)";

  private static final String MACROS =
      "SELECT function_name FROM duckdb_functions() "
          + "WHERE function_type = 'table_macro' AND NOT internal";

  /** Table functions of DuckDB's that read nothing but their arguments or the catalog. */
  private static final Set<String> HARMLESS =
      Set.of(
          "range",
          "generate_series",
          "unnest",
          "repeat",
          "repeat_row",
          "json_each",
          "json_tree",
          "summary",
          "duckdb_columns",
          "duckdb_functions",
          "duckdb_keywords",
          "duckdb_settings",
          "duckdb_tables",
          "duckdb_types",
          "duckdb_views",
          "pragma_table_info",
          "pragma_version");

  private final Connection connection;
  private final Set<String> ours = new HashSet<>();

  /** Knows the functions of the schema that give rows: it is made before. */
  Gate(Connection connection) throws SQLException {
    this.connection = connection;
    Tables.ALL.forEach(table -> ours.add(TableScan.name(table)));
    try (Statement statement = connection.createStatement();
        ResultSet macros = statement.executeQuery(MACROS)) {
      while (macros.next()) {
        ours.add(macros.getString(1));
      }
    }
  }

  /**
   * Judges a statement.
   *
   * @throws Failure if it is not let through
   */
  void check(String text) throws SQLException {
    String select = SqlText.withoutExplain(text);
    try (PreparedStatement judge = connection.prepareStatement(JUDGE)) {
      judge.setString(1, select);
      try (ResultSet judged = judge.executeQuery()) {
        judged.next();
        String error = judged.getString(1);
        if (error != null) {
          throw SqlFailures.of(reason(error));
        } else if (judged.getInt(2) != 1) {
          throw SqlFailures.of("refused: one statement at a time");
        }
        Arrays.stream(judged.getString(3).split(",")).forEach(this::checkFunction);
      }
    }
  }

  private static String reason(String error) {
    return error.startsWith("Only SELECT")
        ? "refused: only statements that read are allowed: SELECT, FROM, WITH, VALUES, DESCRIBE, SHOW,"
            + " SUMMARIZE, EXPLAIN"
        : SqlAdvice.ours(error);
  }

  private void checkFunction(String name) {
    if (!name.isEmpty() && !HARMLESS.contains(name) && !ours.contains(name)) {
      throw SqlFailures.of(
          "refused: the table function %s is not allowed".formatted(name.toLowerCase(Locale.ROOT)));
    }
  }
}
