// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.List;

/** What the catalog says of the tables of captures. */
final class Comments {
  private Comments() {}

  /** Statements that comment on the tables' views and on all their columns. */
  static String on(List<CaptureTable<?>> tables) {
    StringBuilder script = new StringBuilder();
    for (CaptureTable<?> table : tables) {
      script.append("COMMENT ON VIEW ").append(table.name()).append(" IS ");
      script.append(Database.quoted(table.meaning())).append(";\n");
      for (TableColumn<?> column : table.columns()) {
        script
            .append("COMMENT ON COLUMN ")
            .append(table.name())
            .append(".\"")
            .append(column.name());
        script.append("\" IS ").append(Database.quoted(column.comment())).append(";\n");
      }
    }
    return script.toString();
  }
}
