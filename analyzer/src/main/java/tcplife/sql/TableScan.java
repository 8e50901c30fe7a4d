// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionBuilder;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import tcplife.capture.Capture;
import tcplife.field.Field;

/**
 * A table of captures as DuckDB asks for it: only those columns that a query needs, a chunk of rows
 * at a time, by as many threads as there are captures.
 *
 * @param <R> what a row is made of
 */
final class TableScan<R>
    implements DuckDBTableFunction<CaptureSet, TableScan.Query, CaptureRows<R>> {
  /**
   * What one scan of a query's threads share.
   *
   * @param columns indexes of the columns that the query needs
   * @param next index of the capture that no thread has taken yet
   */
  record Query(int[] columns, AtomicInteger next) {}

  private final CaptureTable<R> table;
  private final Supplier<CaptureSet> captures;
  private final UnderWay statement;

  /**
   * @param captures which a statement that begins now is to read
   * @param statement whose scans end when it is not wanted any more
   */
  TableScan(CaptureTable<R> table, Supplier<CaptureSet> captures, UnderWay statement) {
    this.table = table;
    this.captures = captures;
    this.statement = statement;
  }

  /** The name of the function that gives a table's rows. */
  static String name(CaptureTable<?> table) {
    return "capture_" + table.name();
  }

  /** Makes it a function of a database. */
  void register(Connection connection) throws SQLException {
    try (DuckDBTableFunctionBuilder builder = DuckDBFunctions.tableFunction()) {
      builder
          .withName(name(table))
          .withProjectionPushdown()
          .withFunction(this)
          .register(connection);
    }
  }

  @Override
  public CaptureSet bind(DuckDBTableFunctionBindInfo info) {
    for (TableColumn<R> column : table.columns()) {
      info.addResultColumn(column.name(), type(column.type()));
    }
    return captures.get();
  }

  private static DuckDBColumnType type(Field.Type type) {
    return switch (type) {
      case NUMBER, TIME, DURATION -> DuckDBColumnType.BIGINT;
      case TEXT, ADDRESS -> DuckDBColumnType.VARCHAR;
      case FLAG -> DuckDBColumnType.BOOLEAN;
    };
  }

  @Override
  public Query init(DuckDBTableFunctionInitInfo info) {
    CaptureSet set = info.getBindData();
    set.expect(set.captures().stream().mapToLong(Capture::size).sum());
    info.setMaxThreads(Math.max(1, set.captures().size()));
    int[] columns = new int[(int) info.getColumnCount()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = (int) info.getColumnIndex(i);
    }
    return new Query(columns, new AtomicInteger());
  }

  @Override
  public CaptureRows<R> localInit(DuckDBTableFunctionInitInfo info) {
    return new CaptureRows<>(table, info.getBindData(), statement);
  }

  @Override
  public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter chunk) {
    CaptureSet set = info.getBindData();
    Query query = info.getInitData();
    CaptureRows<R> rows = info.getLocalInitData();
    try {
      return write(query, rows, chunk);
    } catch (RuntimeException e) {
      // DuckDB would make a text of it, with its stack.
      set.failed(e);
      throw e;
    } catch (OutOfMemoryError e) {
      set.failed(SqlFailures.of(e));
      throw e;
    }
  }

  private int write(Query query, CaptureRows<R> rows, DuckDBDataChunkWriter chunk) {
    List<TableColumn<R>> all = table.columns();
    int most = (int) chunk.capacity();
    CellWriter[] cells = rows.cells(query.columns());
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] != null) {
        cells[i].begin(chunk.vector(i), most);
      }
    }
    int count = 0;
    for (R row = rows.next(query.next()); row != null; row = rows.next(query.next())) {
      for (int i = 0; i < cells.length; i++) {
        if (cells[i] != null) {
          all.get(query.columns()[i]).reader().read(row, cells[i].at(count));
        }
      }
      if (++count == most) {
        break;
      }
    }
    for (CellWriter each : cells) {
      if (each != null) {
        each.end(count);
      }
    }
    return count;
  }
}
