// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A DuckDB file. The scripts that make the views over captures make tables there instead, and what
 * is a view over those, or a macro, stays one; so it answers as {@code tcplife sql} does.
 */
final class DuckDbExport implements Export {
  /** The oldest format that has all that is written; a newer one shuts out older clients. */
  private static final String ATTACH = "ATTACH %s AS incident (STORAGE_VERSION 'v1.4.0')";

  private static final String TABLES =
      Tables.ALL.stream().map(CaptureTable::name).collect(Collectors.joining("|"));

  @Override
  public List<Written> write(Database database, Path to) {
    database.run(ATTACH.formatted(SqlText.quoted(to.toString())));
    database.run("USE incident");
    for (String script : SqlResources.schema()) {
      database.run(
          script.replaceAll("(?m)^CREATE VIEW (" + TABLES + ") AS$", "CREATE TABLE $1 AS"));
    }
    database.run(Comments.on("TABLE", Tables.ALL));
    database.run(Comments.onSockets());
    List<Written> written =
        Tables.ALL.stream()
            .map(table -> new Written(table.name(), count(database, table.name())))
            .toList();
    database.run("USE memory");
    // Writes all of it: what a full disk does not take is told here.
    database.run("DETACH incident");
    return written;
  }

  private static long count(Database database, String table) {
    return (Long) database.rows("SELECT count(*) FROM " + table).get(0).get(0);
  }
}
