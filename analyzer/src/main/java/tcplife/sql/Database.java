// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBDriver;
import tcplife.cli.Failure;

/**
 * A DuckDB in memory, with the tables of captures. It reaches no file and no network, and nothing
 * that a statement does changes its settings.
 */
final class Database implements AutoCloseable {
  private static final String EACH_ONCE =
      "CREATE OR REPLACE VIEW sockets AS "
          + "SELECT * REPLACE (CAST(outcome AS VARCHAR) AS outcome) FROM sessions";

  private static final String OPTIONS = " (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)";

  private final Connection connection;
  private final Gate gate;
  private final SpillDirectory spill;
  private final UnderWay underWay = new UnderWay();
  private CaptureSet captures;

  /**
   * Makes the tables.
   *
   * @throws Failure if the limits are none that DuckDB can keep
   */
  Database(CaptureSet captures, Limits limits) {
    this.captures = captures;
    connection = connect();
    try {
      spill = new SpillDirectory(limits.temporary());
      run(limits.settings(spill));
      for (CaptureTable<?> table : Tables.ALL) {
        new TableScan<>(table, () -> this.captures, underWay).register(connection);
      }
      SqlResources.schema().forEach(this::run);
      run(Comments.on("VIEW", Tables.ALL));
      joinSockets();
      run("SET lock_configuration = true");
      gate = new Gate(connection);
    } catch (SQLException e) {
      close();
      throw SqlFailures.of(e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static Connection connect() {
    Properties properties = new Properties();
    // Rows come as they are made, and are not gathered first.
    properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
    try {
      return new DuckDBDriver().connect("jdbc:duckdb:", properties);
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }

  /**
   * Does what the program itself has to say: it is not judged.
   *
   * @return the rows that its last statement wrote, if it is one that writes them
   */
  long run(String script) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(script);
      return statement.getLargeUpdateCount();
    } catch (SQLException e) {
      throw captures.reason(e);
    }
  }

  /** From now on statements read these. */
  void read(CaptureSet set) {
    captures = set;
    joinSockets();
  }

  /** Where no boot is in two captures, no socket is, and nothing has to be sorted to find those. */
  private void joinSockets() {
    List<String> script = SqlText.statements(SqlResources.text(SqlResources.SOCKETS));
    run(captures.shareBoot() ? script.get(0) : EACH_ONCE);
    script.stream().skip(1).forEach(this::run);
    run(Comments.onSockets());
  }

  CaptureSet captures() {
    return captures;
  }

  /**
   * Begins a statement, of which only those that read are let through.
   *
   * @param parameters values of ?, in their order
   * @throws Failure if it is none of those, or cannot be done
   */
  Query query(String text, Object... parameters) {
    check(text);
    return new Query(connection, text, parameters, captures, underWay);
  }

  /** All rows of a statement that gives few. */
  List<List<Object>> rows(String text) {
    try (Query query = query(text)) {
      return query.rows();
    }
  }

  /**
   * Throws what is wrong with a statement, or that it is none of those that read.
   *
   * @throws Failure if so
   */
  void check(String text) {
    try {
      gate.check(text);
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }

  /** Writes the result of a statement as Parquet into the file that the limits name. */
  void writeParquet(String text, Path file, Object... parameters) {
    check(text);
    if (!SqlText.withoutExplain(text).equals(text)) {
      throw new Failure("a plan is a drawing and no table: --format=parquet has no form for it");
    }
    // One whole statement, as the gate found: nothing in it ends the parentheses. What DESCRIBE and
    // its like give is a table only within a FROM.
    String copy = "COPY (SELECT * FROM (" + text + "\n)) TO " + SqlText.quoted(file.toString());
    new Query(connection, copy + OPTIONS, parameters, captures, underWay).close();
  }

  /**
   * Ends the statement under way, if there is one: from any thread. It then fails.
   *
   * @return false if that was asked for before, and it goes on all the same
   */
  boolean cancel() {
    return underWay.cancel();
  }

  @Override
  public void close() {
    try (spill) {
      connection.close();
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }
}
