// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The columns of a view in types that every engine has: timestamps in µs, which have their ns
 * beside them. An ENUM needs nothing: DuckDB writes it as a text.
 */
final class ParquetColumns {
  private record Column(String name, String type) {
    private boolean isTime() {
      return type.equals("TIMESTAMP_NS");
    }

    private String portable() {
      return isTime() ? "CAST(%1$s AS TIMESTAMP) AS %1$s".formatted(name) : name;
    }
  }

  private final List<Column> columns;

  ParquetColumns(Database database, String view) {
    String query =
        "SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = 'memory' "
            + "AND table_name = "
            + SqlText.quoted(view)
            + " ORDER BY column_index";
    columns =
        database.rows(query).stream()
            .map(row -> new Column("\"" + row.get(0) + "\"", (String) row.get(1)))
            .toList();
  }

  /** All, as of a SELECT. */
  String all() {
    return columns.stream().map(Column::portable).collect(Collectors.joining(", "));
  }

  /** The same without the host. */
  String withoutHost() {
    return columns.stream()
        .filter(column -> !column.name().equals("\"host\""))
        .map(Column::portable)
        .collect(Collectors.joining(", "));
  }

  /** The day, UTC, of the first of its times that is known. */
  String day() {
    return columns.stream()
        .filter(Column::isTime)
        .map(Column::name)
        .collect(Collectors.joining(", ", "CAST(coalesce(", ") AS DATE)"));
  }
}
