// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.List;

/** What the catalog says of the tables of captures. */
final class Comments {
  private Comments() {}

  /**
   * Statements that comment on tables and on all their columns.
   *
   * @param kind VIEW or TABLE, what they are in SQL
   */
  static String on(String kind, List<CaptureTable<?>> tables) {
    StringBuilder script = new StringBuilder();
    for (CaptureTable<?> table : tables) {
      script.append("COMMENT ON ").append(kind).append(' ').append(table.name()).append(" IS ");
      script.append(SqlText.quoted(table.meaning())).append(";\n");
      script.append(onColumns(table.name(), table.columns()));
    }
    return script.toString();
  }

  /** The same of the columns that the view sockets has of sessions. */
  static String onSockets() {
    return onColumns(SqlResources.SOCKETS, new SessionsTable().columns());
  }

  private static String onColumns(String table, List<? extends TableColumn<?>> columns) {
    StringBuilder script = new StringBuilder();
    for (TableColumn<?> column : columns) {
      script.append("COMMENT ON COLUMN ").append(table).append(".\"").append(column.name());
      script.append("\" IS ").append(SqlText.quoted(column.comment())).append(";\n");
    }
    return script.toString();
  }
}
