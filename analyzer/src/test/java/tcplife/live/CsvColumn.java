// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A column of a CSV file with a header, as different parsers read it; numbered from 0. */
final class CsvColumn {
  private static final String PYTHON =
      "import csv, sys\n"
          + "for row in list(csv.reader(open(sys.argv[1], newline='', encoding='utf-8')))[1:]:\n"
          + "  print(row[int(sys.argv[2])].encode().hex())";

  private CsvColumn() {}

  /** By the letter of RFC 4180, but for the ends of lines. */
  static List<String> read(Path csv, int column) throws IOException {
    List<String> values = new ArrayList<>();
    for (String line : Files.readString(csv).split("\n")) {
      values.add(fields(line).get(column));
    }
    return values.subList(1, values.size());
  }

  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        field.append(line.charAt(++i));
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    if (quoted) {
      throw new AssertionError("a quote without end: " + line);
    }
    fields.add(field.toString());
    return fields;
  }

  static List<String> readByPython(Path csv, int column) {
    return Program.run("python3", "-c", PYTHON, csv.toString(), String.valueOf(column))
        .lines()
        .map(hex -> new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8))
        .toList();
  }

  /** In DuckDB, which is told of the dialect nothing but that there is a header. */
  static List<String> readByDuckDb(Path csv, int column) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "FROM read_csv('%s', header = true, delim = ',', all_varchar = true)"
                    .formatted(csv))) {
      while (rows.next()) {
        String value = rows.getString(column + 1);
        values.add(value == null ? "" : value);
      }
    }
    return values;
  }
}
