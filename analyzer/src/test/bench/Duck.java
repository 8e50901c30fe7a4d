// SPDX-License-Identifier: Apache-2.0

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;

/** DuckDB by itself: runs its arguments, statements of SQL, and prints what they give. */
public final class Duck {
  private Duck() {}

  public static void main(String[] statements) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        if (statement.execute(each)) {
          print(statement.getResultSet());
        }
      }
    }
  }

  private static void print(ResultSet rows) throws Exception {
    while (rows.next()) {
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        System.out.print(i == 1 ? rows.getString(i) : "," + rows.getString(i));
      }
      System.out.println();
    }
  }
}
