// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A statement under way: its columns, and then its rows, as they are made. */
final class Query implements AutoCloseable {
  private final PreparedStatement statement;
  private final ResultSet rows;
  private final CaptureSet captures;

  Query(PreparedStatement statement, ResultSet rows, CaptureSet captures) {
    this.statement = statement;
    this.rows = rows;
    this.captures = captures;
  }

  /** The names of its columns, which need not differ. */
  List<String> names() {
    try {
      ResultSetMetaData meta = rows.getMetaData();
      List<String> names = new ArrayList<>();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        names.add(meta.getColumnLabel(i));
      }
      return names;
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }

  /** Steps to the next row; false at the end. */
  boolean next() {
    try {
      return rows.next();
    } catch (SQLException e) {
      RuntimeException failure = captures.takeFailure();
      throw failure == null ? SqlFailures.of(e) : failure;
    }
  }

  /** The current row's value in a column, from 0. */
  Object value(int column) {
    try {
      return rows.getObject(column + 1);
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }

  /** Ends it, from any thread: what waits for a row fails. */
  void cancel() {
    try {
      statement.cancel();
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }

  @Override
  public void close() {
    try {
      statement.close();
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }
}
