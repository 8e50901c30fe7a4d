// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tcplife.live.Host;
import tcplife.live.Program;

/** What a hunt finds in a capture. */
final class Hunt {
  private static final Pattern PARAM = Pattern.compile("-- @param (\\w+) (\\w+) ([^:]*):.*");
  private final List<Map<String, String>> rows = new ArrayList<>();

  private Hunt() {}

  static Hunt of(Path capture, String name, String... parameters) {
    Hunt hunt = new Hunt();
    try (Connection c = DriverManager.getConnection("jdbc:duckdb:");
        Statement s = c.createStatement()) {
      Path json = capture.resolveSibling(capture.getFileName() + ".jsonl");
      if (Files.notExists(json)) {
        Files.writeString(
            json,
            Program.run(Host.TCPLIFE, "replay", capture.toString(), "--json", "--open", "--utc"));
      }
      s.execute(
          "create table sessions as select * replace (cast(smoothed_rtt as bigint) as smoothed_rtt, cast(minimum_rtt as bigint) as minimum_rtt, cast(opened as timestamp_ns) as opened, cast(closed as timestamp_ns) as closed), epoch_ns(cast(opened as timestamp_ns)) opened_ns, epoch_ns(cast(closed as timestamp_ns)) closed_ns from read_json('"
              + json
              + "', sample_size=-1, map_inference_threshold=-1)");
      String sql = Files.readString(Host.PROJECT.resolve("sql/hunts/" + name + ".sql"));
      for (String line : sql.lines().toList()) {
        Matcher m = PARAM.matcher(line);
        if (m.matches()) {
          String v = m.group(3).trim();
          for (String p : parameters) {
            if (p.startsWith(m.group(1) + "=")) {
              v = p.substring(p.indexOf('=') + 1);
            }
          }
          sql =
              sql.replaceAll("\\$" + m.group(1) + "\\b", "CAST('" + v + "' AS " + m.group(2) + ")");
        }
      }
      try (ResultSet r = s.executeQuery(sql)) {
        while (r.next()) {
          Map<String, String> row = new TreeMap<>();
          for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
            row.put(r.getMetaData().getColumnLabel(i), r.getString(i));
          }
          hunt.rows.add(row);
        }
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return hunt;
  }

  /** The values of some columns, with blanks between them, of each row. */
  List<String> rows(String columns) {
    return rows.stream()
        .map(
            row ->
                Stream.of(columns.split(" "))
                    .map(column -> String.valueOf(row.get(column)))
                    .collect(Collectors.joining(" ")))
        .toList();
  }
}
