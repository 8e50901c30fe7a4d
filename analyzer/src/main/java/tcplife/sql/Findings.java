// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import tcplife.cli.ExitCode;

/** What reading captures showed to be damaged or missing, told to the user. */
final class Findings {
  private Findings() {}

  /**
   * Tells it on standard error, and what was left unread.
   *
   * @return the exit code that says whether there was something
   */
  static int tell(CommandSpec command, CaptureSet captures) {
    List<String> lines = captures.findings();
    lines.forEach(line -> say(command, line));
    for (Path each : captures.inPart()) {
      say(command, each + ": not read to its end: what is damaged or missing there is not told");
    }
    return lines.isEmpty() ? ExitCode.OK : ExitCode.INCOMPLETE;
  }

  private static void say(CommandSpec command, String line) {
    System.err.println(command.qualifiedName() + ": " + line);
  }
}
