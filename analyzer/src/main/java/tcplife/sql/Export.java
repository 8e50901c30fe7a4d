// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.nio.file.Path;
import java.util.List;

/** A form in which captures are written down for other engines. */
interface Export {
  /** A table that was written. */
  record Written(String table, long rows) {}

  /**
   * Writes them.
   *
   * @param database may write into the directory of that path
   * @param to a file or directory that does not exist
   */
  List<Written> write(Database database, Path to);
}
