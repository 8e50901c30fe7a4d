// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.List;
import java.util.function.Supplier;
import tcplife.cli.ExitCode;

/** What the shell's commands change. */
final class ShellState {
  private final Database database;
  private final Supplier<CaptureSet> reopen;
  private Format format;
  private boolean ended;
  private int code = ExitCode.OK;

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

  /**
   * From now on queries see what has been recorded until now.
   *
   * @return what was damaged or missing in what they saw until now
   */
  List<String> refresh() {
    CaptureSet next = reopen.get();
    List<String> lines = Findings.lines(database.captures());
    code = code();
    database.read(next);
    return lines;
  }

  /** The exit code that says whether something was damaged or missing in all that was seen. */
  int code() {
    return code == ExitCode.OK ? Findings.code(database.captures()) : code;
  }

  void end() {
    ended = true;
  }

  boolean isEnded() {
    return ended;
  }
}
