// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tcplife.cli.Failure;

/** A statement under way: its columns, and then its rows, as they are made. */
final class Query implements AutoCloseable {
  /** The columns of what EXPLAIN gives. */
  private static final List<String> EXPLAINED = List.of("explain_key", "explain_value");

  private final PreparedStatement statement;
  private final ResultSet rows;
  private final CaptureSet captures;
  private final UnderWay underWay;

  /**
   * Begins a statement.
   *
   * @param parameters values of ?, in their order
   * @param captures that it reads
   * @throws Failure if it cannot be done, or is not wanted any more
   */
  Query(
      Connection connection,
      String text,
      Object[] parameters,
      CaptureSet captures,
      UnderWay underWay) {
    this.captures = captures;
    this.underWay = underWay;
    underWay.begin();
    captures.restart();
    try {
      statement = connection.prepareStatement(text);
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      underWay.run(statement);
      statement.execute();
      rows = statement.getResultSet();
    } catch (SQLException e) {
      close();
      throw captures.reason(e);
    } catch (Failure e) {
      close();
      throw e;
    }
  }

  /** The names of its columns, which need not differ. */
  private List<String> names() {
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
  private boolean next() {
    underWay.check();
    try {
      return rows.next();
    } catch (SQLException e) {
      throw captures.reason(e);
    }
  }

  /** The current row's value in a column, from 0. */
  private Object value(int column) {
    try {
      return rows.getObject(column + 1);
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }

  /** Writes all its rows. */
  void writeTo(ResultWriter writer) {
    List<String> names = names();
    if (names.equals(EXPLAINED)) {
      writePlan(writer);
      return;
    }
    writer.begin(names);
    while (next()) {
      writer.row(row(names.size()));
    }
    writer.end();
  }

  /** All its rows at once. */
  List<List<Object>> rows() {
    int columns = names().size();
    List<List<Object>> all = new ArrayList<>();
    while (next()) {
      all.add(row(columns));
    }
    return all;
  }

  private List<Object> row(int columns) {
    List<Object> values = new ArrayList<>(columns);
    for (int i = 0; i < columns; i++) {
      values.add(value(i));
    }
    return values;
  }

  /** A plan is a drawing: a row for each of its lines. */
  private void writePlan(ResultWriter writer) {
    writer.begin(List.of("plan"));
    while (next()) {
      String.valueOf(value(1)).lines().forEach(line -> writer.row(List.of(line)));
    }
    writer.end();
  }

  @Override
  public void close() {
    try {
      if (statement != null) {
        statement.close();
      }
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    } finally {
      underWay.end();
    }
  }
}
