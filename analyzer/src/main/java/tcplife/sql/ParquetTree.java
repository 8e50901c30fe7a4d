// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tcplife.cli.Failure;

/**
 * A directory of Parquet files for each table, partitioned as Hive does it: {@code
 * sessions/host=web/day=2026-11-24/part-….parquet}. What several hosts wrote can be put together by
 * copying: no two files have the same name.
 */
final class ParquetTree implements Export {
  private static final String OPTIONS = "FORMAT parquet, COMPRESSION zstd";

  /** Has a row for each capture, so it is never empty. */
  private static final String CAPTURES = "captures";

  @Override
  public List<Written> write(Database database, Path to) {
    List<Written> written = new ArrayList<>();
    try {
      Files.createDirectory(to);
      Path place = null;
      for (String table : tables()) {
        Path directory = Files.createDirectory(to.resolve(table));
        ParquetColumns columns = new ParquetColumns(database, table);
        long rows = database.run(partitioned(table, columns, directory));
        if (table.equals(CAPTURES)) {
          place = firstPartition(directory);
        } else if (rows == 0) {
          Path empty = Files.createDirectories(directory.resolve(place)).resolve("none.parquet");
          database.run(none(table, columns, empty));
        }
        written.add(new Written(table, rows));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return written;
  }

  /** The captures first: see {@link #none}. */
  private static List<String> tables() {
    return Tables.ALL.stream()
        .map(CaptureTable::name)
        .sorted(Comparator.comparing(name -> !name.equals(CAPTURES)))
        .toList();
  }

  private static String partitioned(String table, ParquetColumns columns, Path directory) {
    return ("COPY (SELECT %s, host, %s AS day FROM %s) TO %s "
            + "(%s, PARTITION_BY (host, day), FILENAME_PATTERN 'part-{uuid}')")
        .formatted(
            columns.withoutHost(),
            columns.day(),
            table,
            SqlText.quoted(directory.toString()),
            OPTIONS);
  }

  /**
   * Of a table without rows its columns, where its capture is: other engines ask for one file at
   * least.
   */
  private static String none(String table, ParquetColumns columns, Path file) {
    return "COPY (SELECT %s FROM %s WHERE false) TO %s (%s)"
        .formatted(columns.withoutHost(), table, SqlText.quoted(file.toString()), OPTIONS);
  }

  /** Files are named by host and day, and there is none. */
  private static Failure nothing() {
    return new Failure("--from, --to: no capture has anything of that time to export");
  }

  private static Path firstPartition(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      Path first =
          files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow(ParquetTree::nothing);
      return directory.relativize(first.getParent());
    }
  }
}
