// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.nio.file.Path;
import java.util.List;

/** A Parquet file of the sessions. */
final class ParquetFile implements Export {
  private static final String SESSIONS = "sessions";

  @Override
  public List<Written> write(Database database, Path to) {
    String columns = new ParquetColumns(database, SESSIONS).all();
    String copy =
        "COPY (SELECT %s FROM sessions) TO %s (FORMAT parquet, COMPRESSION zstd)"
            .formatted(columns, SqlText.quoted(to.toString()));
    return List.of(new Written(SESSIONS, database.run(copy)));
  }
}
