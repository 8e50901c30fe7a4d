// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import tcplife.capture.Reason;
import tcplife.cli.Failure;

/** A directory of a database's own, for what does not fit into its memory; or none. */
final class SpillDirectory implements AutoCloseable {
  private final TemporaryDirectory directory;

  /**
   * @param parent where it is made; null for none
   */
  SpillDirectory(Path parent) {
    try {
      directory =
          parent == null ? null : new TemporaryDirectory(parent.toAbsolutePath(), "tcplife-sql-");
    } catch (IOException e) {
      throw new Failure("--temp: " + parent + ": cannot be written: " + Reason.of(e));
    }
  }

  /** Its path; empty, as DuckDB takes it, for none. */
  @Override
  public String toString() {
    return directory == null ? "" : directory.path().toString();
  }

  @Override
  public void close() {
    try {
      if (directory != null) {
        directory.close();
      }
    } catch (UncheckedIOException e) {
      throw new Failure("--temp: " + this + ": cannot be removed: " + Reason.of(e.getCause()));
    }
  }
}
