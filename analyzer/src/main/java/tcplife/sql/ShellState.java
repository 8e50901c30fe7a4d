// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.function.Supplier;

/** What the shell's commands change. */
final class ShellState {
  private final Database database;
  private final Supplier<CaptureSet> reopen;
  private Format format;
  private boolean ended;

  /**
   * @param reopen opens the same captures as they are then
   */
  ShellState(Database database, Format format, Supplier<CaptureSet> reopen) {
    this.database = database;
    this.format = format;
    this.reopen = reopen;
  }

  Database database() {
    return database;
  }

  Format format() {
    return format;
  }

  void format(Format chosen) {
    format = chosen;
  }

  /** From now on queries see what has been recorded until now. */
  void refresh() {
    database.read(reopen.get());
  }

  void end() {
    ended = true;
  }

  boolean isEnded() {
    return ended;
  }
}
