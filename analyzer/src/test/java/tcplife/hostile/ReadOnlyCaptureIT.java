// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tcplife.live.Host;
import tcplife.live.Program;

/**
 * Every command that reads says of a capture on a read-only file system, as a user without any
 * rights, what it says to root of one that could be written.
 */
@Timeout(120)
class ReadOnlyCaptureIT {
  private static final Path TARGET = Host.PROJECT.resolve("analyzer/target");
  private static final int NOBODY = 65534;

  /** Runs what follows as nobody, who may write into one directory alone. */
  private static final String AS_NOBODY =
      """
      cd /
      mount --bind DIR/cap DIR/cap
      mount -o remount,bind,ro DIR/cap
      exec setpriv --reuid=NOBODY --regid=NOBODY --clear-groups --no-new-privs "$@"
      """;

  @TempDir private static Path directory;
  private static Path capture;

  @BeforeAll
  static void makeCapture() throws Exception {
    Host.needRoot();
    capture = SomeCapture.partlySealed(directory.resolve("cap"));
    // The program too where nobody can reach it.
    Program.run("cp", "-r", TARGET + "/tcplife.jar", TARGET + "/lib", directory.toString());
    Program.run("chmod", "-R", "a+rX", directory.toString());
    Path own = Files.createDirectory(directory.resolve("own"));
    Program.run("chown", NOBODY + ":" + NOBODY, own.toString());
  }

  private static Program asNobody(List<String> command) {
    String script =
        AS_NOBODY.replace("DIR", directory.toString()).replace("NOBODY", String.valueOf(NOBODY));
    List<String> whole = new ArrayList<>(List.of("unshare", "--mount", "sh", "-e", "-c"));
    whole.addAll(List.of(script, "sh"));
    whole.addAll(command);
    return Program.start(Map.of(), whole);
  }

  static List<ReadingCommand> commands() {
    return ReadingCommand.ALL;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandSaysTheSame(ReadingCommand command) {
    String out = "out of " + command.hashCode();
    Reading asRoot = Reading.of(command.arguments(capture, directory.resolve(out)));
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    line.addAll(List.of("-jar", directory.resolve("tcplife.jar").toString()));
    line.addAll(List.of(command.arguments(capture, directory.resolve("own").resolve(out))));
    try (Program program = asNobody(line)) {
      int code = program.exitCode();
      assertEquals(asRoot.text(), program.output(), program::errors);
      assertEquals(asRoot.code(), code, program::errors);
      assertEquals(asRoot.err(), program.errors().replace("/own/out of", "/out of"));
    }
  }

  /** That nothing could have been written there. */
  @Test
  void aCaptureIsReadOnlyThere() {
    try (Program touch = asNobody(List.of("touch", capture.resolve("new").toString()))) {
      assertEquals(1, touch.exitCode());
      assertTrue(touch.errors().contains("Read-only file system"), touch::errors);
    }
  }
}
