// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Where the shell keeps what was typed: only its user may read that. */
final class HistoryFile {
  private HistoryFile() {}

  /** The file, in the directory for such (XDG_STATE_HOME); null if it cannot be made. */
  static Path prepare() {
    String state = System.getenv("XDG_STATE_HOME");
    boolean isSet = state != null && Path.of(state).isAbsolute();
    return in(isSet ? Path.of(state) : Path.of(System.getProperty("user.home"), ".local/state"));
  }

  /** The same, in a directory of state. */
  static Path in(Path state) {
    Path file = state.resolve("tcplife/sql_history");
    try {
      Files.createDirectories(
          file.getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      if (Files.notExists(file)) {
        Files.createFile(file);
      }
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      return file;
    } catch (IOException | UnsupportedOperationException e) {
      // A shell without a history is a shell all the same.
      return null;
    }
  }
}
