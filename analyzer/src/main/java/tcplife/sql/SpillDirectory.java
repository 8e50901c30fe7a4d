// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import tcplife.capture.Reason;
import tcplife.cli.Failure;

/** A directory of a database's own, for what does not fit into its memory. */
final class SpillDirectory implements AutoCloseable {
  private final Path path;

  /**
   * @param parent where it is made; null for none
   */
  SpillDirectory(Path parent) {
    try {
      path =
          parent == null
              ? null
              : Files.createTempDirectory(parent.toAbsolutePath(), "tcplife-sql-");
    } catch (IOException e) {
      throw new Failure("--temp: " + parent + ": cannot be written: " + Reason.of(e));
    }
  }

  /** Its path; empty, as DuckDB takes it, for none. */
  @Override
  public String toString() {
    return path == null ? "" : path.toString();
  }

  @Override
  public void close() {
    if (path == null) {
      return;
    }
    try {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
        for (Path each : files) {
          Files.delete(each);
        }
      }
      Files.delete(path);
    } catch (IOException e) {
      throw new Failure("--temp: " + path + ": cannot be removed: " + Reason.of(e));
    }
  }
}
