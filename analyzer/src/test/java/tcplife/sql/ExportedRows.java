// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBDriver;
import tcplife.capture.Capture;
import tcplife.session.Window;

/** Rows of captures, and of what was made of them, to be compared: each as a text of its values. */
final class ExportedRows {
  private ExportedRows() {}

  /** What {@code tcplife sql} would have. */
  static List<String> ofCaptures(List<Path> captures, String query, Object... values) {
    CaptureSet set = new CaptureSet(captures.stream().map(Capture::open).toList(), Window.ALL);
    try (Database database = new Database(set, new Limits(1 << 30, 0, null, 1, null));
        Query rows = database.query(query, values)) {
      return texts(rows.rows());
    }
  }

  /**
   * What a database has.
   *
   * @param file null for one in memory, which may read files
   * @param values of the query's parameters
   */
  static List<String> of(Path file, String query, Object... values) {
    Properties readOnly = new Properties();
    if (file != null) {
      readOnly.setProperty("access_mode", "READ_ONLY");
    }
    String url = "jdbc:duckdb:" + (file == null ? "" : file);
    CaptureSet none = new CaptureSet(List.of(), Window.ALL);
    try (Connection connection = new DuckDBDriver().connect(url, readOnly);
        Query rows = new Query(connection, query, values, none, new UnderWay())) {
      return texts(rows.rows());
    } catch (SQLException e) {
      throw new AssertionError(query, e);
    }
  }

  private static List<String> texts(List<List<Object>> rows) {
    List<String> texts = new ArrayList<>();
    rows.forEach(row -> texts.add(String.valueOf(row)));
    return texts;
  }
}
