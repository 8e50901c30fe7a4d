// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.duckdb.DuckDBDriver;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunctionBuilder;
import tcplife.cli.Failure;

/**
 * A DuckDB in memory, with the tables of captures. It reaches no file and no network, and nothing
 * that a statement does changes its settings.
 */
final class Database implements AutoCloseable {
  /**
   * What a query may use.
   *
   * @param memory bytes
   * @param threads CPUs, 0 for all
   * @param temporary where to put what does not fit into memory; null: nowhere
   * @param temporaryMost bytes there
   * @param written the one file that may be written, or the directory whose files may; or null
   */
  record Limits(long memory, int threads, Path temporary, long temporaryMost, Path written) {}

  private static final String EACH_ONCE =
      "CREATE OR REPLACE VIEW sockets AS "
          + "SELECT * REPLACE (CAST(outcome AS VARCHAR) AS outcome) FROM sessions";

  /**
   * How deep an expression may nest: DuckDB plans one by recursion on the caller's stack, and a
   * thread's of Java ends, with the program, before DuckDB's own limit of 1000.
   */
  private static final int DEEPEST = 250;

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
    SpillDirectory made = null;
    try {
      made = new SpillDirectory(limits.temporary());
      spill = made;
      run(settings(limits));
      for (CaptureTable<?> table : Tables.ALL) {
        register(table);
      }
      SqlResources.schema().forEach(this::run);
      run(Comments.on("VIEW", Tables.ALL));
      joinSockets();
      run("SET lock_configuration = true");
      gate = new Gate(connection, functions());
    } catch (SQLException e) {
      close(made);
      throw SqlFailures.of(e);
    } catch (RuntimeException e) {
      close(made);
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

  private String settings(Limits limits) {
    StringBuilder settings = new StringBuilder();
    settings.append("SET memory_limit = '").append(limits.memory()).append("B';");
    if (limits.threads() > 0) {
      settings.append("SET threads = ").append(limits.threads()).append(';');
    }
    settings.append("SET temp_directory = ").append(quoted(spill.toString())).append(';');
    settings.append("SET max_temp_directory_size = '").append(limits.temporaryMost()).append("B';");
    if (limits.written() != null) {
      String allowed =
          Files.isDirectory(limits.written()) ? "allowed_directories" : "allowed_paths";
      settings.append("SET ").append(allowed).append(" = [");
      settings.append(quoted(limits.written().toString())).append("];");
    }
    return settings
        .append("SET max_expression_depth = ")
        .append(DEEPEST)
        .append(';')
        .append("SET autoinstall_known_extensions = false;")
        .append("SET autoload_known_extensions = false;")
        .append("SET allow_community_extensions = false;")
        .append("SET TimeZone = 'UTC';")
        .append("SET enable_external_access = false;")
        .toString();
  }

  /** A text as a literal of SQL. */
  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private <R> void register(CaptureTable<R> table) throws SQLException {
    try (DuckDBTableFunctionBuilder builder = DuckDBFunctions.tableFunction()) {
      builder
          .withName("capture_" + table.name())
          .withProjectionPushdown()
          .withFunction(new TableScan<>(table, () -> captures, underWay))
          .register(connection);
    }
  }

  /** The names of the schema's functions that give rows. */
  private Set<String> functions() throws SQLException {
    Set<String> names = new HashSet<>();
    Tables.ALL.forEach(table -> names.add("capture_" + table.name()));
    String macros =
        "SELECT function_name FROM duckdb_functions() "
            + "WHERE function_type = 'table_macro' AND NOT internal";
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(macros)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
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
    try {
      gate.check(text);
      return start(text, parameters);
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
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
    String copy = "COPY (SELECT * FROM (" + text + "\n)) TO " + quoted(file.toString());
    try (PreparedStatement statement = prepare(copy + OPTIONS, parameters)) {
      statement.execute();
    } catch (SQLException e) {
      throw captures.reason(e);
    } finally {
      underWay.end();
    }
  }

  private Query start(String text, Object... parameters) throws SQLException {
    PreparedStatement statement = prepare(text, parameters);
    try {
      return new Query(statement, statement.executeQuery(), captures, underWay);
    } catch (SQLException e) {
      statement.close();
      underWay.end();
      throw captures.reason(e);
    }
  }

  private PreparedStatement prepare(String text, Object... parameters) throws SQLException {
    underWay.begin();
    captures.restart();
    PreparedStatement statement = null;
    try {
      statement = connection.prepareStatement(text);
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      underWay.run(statement);
      return statement;
    } catch (SQLException | Failure e) {
      underWay.end();
      if (statement != null) {
        statement.close();
      }
      throw e;
    }
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
    close(spill);
  }

  private void close(SpillDirectory with) {
    try (with) {
      connection.close();
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }
}
