// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.concurrent.atomic.AtomicInteger;
import org.duckdb.DuckDBTableFunctionState;
import tcplife.capture.Capture;
import tcplife.session.CaptureFindings;

/**
 * The rows that one thread of a scan reads: a capture's, then those of the next one that no other
 * thread has taken.
 *
 * @param <R> what a row is made of
 */
final class CaptureRows<R> implements DuckDBTableFunctionState {
  private final CaptureTable<R> table;
  private final CaptureSet set;
  private final UnderWay statement;
  private CellWriter[] cells;
  private CaptureTable.Rows<R> rows;
  private Capture capture;
  private CaptureFindings findings;

  CaptureRows(CaptureTable<R> table, CaptureSet set, UnderWay statement) {
    this.table = table;
    this.set = set;
    this.statement = statement;
  }

  /** This thread's writers of some columns; null for what is no column, as DuckDB may ask for. */
  CellWriter[] cells(int[] columns) {
    if (cells == null) {
      cells = new CellWriter[columns.length];
      for (int i = 0; i < columns.length; i++) {
        boolean isColumn = columns[i] >= 0 && columns[i] < table.columns().size();
        cells[i] = isColumn ? new CellWriter(table.columns().get(columns[i]).type()) : null;
      }
    }
    return cells;
  }

  /**
   * The next row, or null if there is none for this thread any more.
   *
   * @param nextCapture index of the capture that no thread has taken yet
   */
  R next(AtomicInteger nextCapture) {
    while (true) {
      R row = rows == null ? null : rows.next();
      if (row != null) {
        return row;
      }
      if (rows != null) {
        end();
        set.scanned(capture, findings);
      }
      int index = nextCapture.getAndIncrement();
      if (index >= set.captures().size()) {
        return null;
      }
      capture = set.captures().get(index);
      findings = new CaptureFindings(capture.directory());
      rows = table.read(capture.watchedBy(this::took), set.window(), findings);
    }
  }

  /** There may be nothing for a row in many batches, and DuckDB heeds no wish meanwhile. */
  private void took(long bytes) {
    statement.check();
    set.read(bytes);
  }

  private void end() {
    rows.close();
    rows = null;
  }

  /** Rows that are left were not asked for, or cannot be read. */
  @Override
  public void close() {
    if (rows != null) {
      end();
      set.stopped(capture, findings);
    }
  }
}
