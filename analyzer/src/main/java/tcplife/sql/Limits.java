// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a database may use of the machine.
 *
 * @param memory bytes
 * @param threads CPUs, 0 for all
 * @param temporary where to put what does not fit into memory; null: nowhere
 * @param temporaryMost bytes there
 * @param written the one file that may be written, or the directory whose files may; or null
 */
record Limits(long memory, int threads, Path temporary, long temporaryMost, Path written) {
  /**
   * How deep an expression may nest: DuckDB plans one by recursion on the caller's stack, and a
   * thread's of Java ends, with the program, before DuckDB's own limit of 1000.
   */
  private static final int DEEPEST = 250;

  /**
   * The settings that keep DuckDB within them, away from the network, and in UTC.
   *
   * @param spill made in the directory that is named, for this database alone
   */
  String settings(SpillDirectory spill) {
    String cpus = threads == 0 ? "" : "SET threads = " + threads + ";";
    String settings =
        """
        SET memory_limit = '%dB';
        SET temp_directory = %s;
        SET max_temp_directory_size = '%dB';
        SET max_expression_depth = %d;
        SET autoinstall_known_extensions = false;
        SET autoload_known_extensions = false;
        SET allow_community_extensions = false;
        SET TimeZone = 'UTC';
        SET enable_external_access = false;
        """;
    return cpus
        + allowed()
        + settings.formatted(memory, SqlText.quoted(spill.toString()), temporaryMost, DEEPEST);
  }

  private String allowed() {
    if (written == null) {
      return "";
    }
    String kind = Files.isDirectory(written) ? "allowed_directories" : "allowed_paths";
    return "SET " + kind + " = [" + SqlText.quoted(written.toString()) + "];";
  }
}
