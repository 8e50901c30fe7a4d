// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import tcplife.cli.ExitCode;
import tcplife.cli.Message;

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
    lines.forEach(line -> Message.say(command, line));
    for (Path each : captures.inPart()) {
      Message.say(
          command, each + ": not read to its end: what is damaged or missing there is not told");
    }
    return lines.isEmpty() ? ExitCode.OK : ExitCode.INCOMPLETE;
  }
}
