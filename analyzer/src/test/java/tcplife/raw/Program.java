// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import tcplife.cli.Main;
import tcplife.cli.Subcommand;
import tcplife.replay.Output;
import tcplife.replay.Run;

/** The program with the commands of this package, in this JVM. */
final class Program {
  private Program() {}

  static Run run(String... arguments) {
    return runWithInput("", arguments);
  }

  /**
   * The same.
   *
   * @param input what is on standard input, each character as one byte
   */
  static Run runWithInput(String input, String... arguments) {
    byte[] bytes = input.getBytes(StandardCharsets.ISO_8859_1);
    return Run.capturing(out -> Main.run(commands(out, bytes), arguments));
  }

  private static List<Subcommand> commands(OutputStream out, byte[] input) {
    return List.of(
        new EventsCommand(new Output(out, true)),
        new ImportCommand(new ByteArrayInputStream(input)),
        new CutCommand());
  }

  /** The JSON lines of a capture. */
  static String json(Path capture) {
    return run("events", "--json", capture.toString()).out();
  }
}
