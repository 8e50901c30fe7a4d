// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import tcplife.cli.ExitCode;

/** What reading captures showed to be damaged or missing, told to the user. */
final class Findings {
  private Findings() {}

  /** Tells it on standard error; the exit code that says whether there was something. */
  static int tell(CommandSpec command, CaptureSet captures) {
    List<String> lines = captures.findings();
    lines.forEach(line -> System.err.println(command.qualifiedName() + ": " + line));
    return lines.isEmpty() ? ExitCode.OK : ExitCode.INCOMPLETE;
  }
}
