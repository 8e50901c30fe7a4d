// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.List;
import java.util.stream.Stream;
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
    lines(captures).forEach(line -> Message.say(command, line));
    return code(captures);
  }

  /** A line for each. */
  static List<String> lines(CaptureSet captures) {
    return Stream.concat(
            captures.findings().stream(),
            captures.inPart().stream()
                .map(
                    each ->
                        each
                            + ": not read to its end: what is damaged or missing there is not told"))
        .toList();
  }

  /** The exit code that says whether something was damaged or missing. */
  static int code(CaptureSet captures) {
    return captures.findings().isEmpty() ? ExitCode.OK : ExitCode.INCOMPLETE;
  }
}
