// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tcplife.cli.ExitCode;
import tcplife.live.Host;
import tcplife.live.Program;

/** What {@code tcplife verify} says of a capture whose recorder was in trouble. */
final class Verified {
  private Verified() {}

  /**
   * Asserts that nobody is said to have altered it: what is sealed is as it was, the rest may lack.
   *
   * @param before what begins the command, if it is to run elsewhere
   */
  static void assertNotAltered(List<String> before, Path capture) {
    List<String> command = new ArrayList<>(before);
    command.addAll(List.of(Host.TCPLIFE, "verify", capture.toString()));
    try (Program verify = Program.start(Map.of(), command)) {
      int code = verify.exitCode();
      String said = verify.output() + verify.errors();
      assertTrue(Set.of(ExitCode.OK, ExitCode.INCOMPLETE).contains(code), said);
      assertFalse(said.contains("ALTERED"), said);
    }
  }
}
