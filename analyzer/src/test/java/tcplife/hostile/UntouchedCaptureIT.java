// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.fixture.DirectoryState;
import tcplife.live.Host;

/** Reading a capture changes nothing in it, reaches no network and starts no program. */
@Timeout(120)
class UntouchedCaptureIT {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();

  private static final String PROGRAM =
      Host.PROJECT.resolve("analyzer/target/tcplife.jar").toString();

  @TempDir private Path directory;

  @BeforeAll
  static void needStrace() {
    Host.needTool("strace");
  }

  static List<ReadingCommand> commands() {
    return ReadingCommand.ALL;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandChangesNothing(ReadingCommand command) {
    changesNothing(command, SomeCapture.raw(directory.resolve("raw_capture")));
    changesNothing(command, SomeCapture.sealed(directory.resolve("sealed_capture")));
  }

  private void changesNothing(ReadingCommand command, Path capture) {
    Map<String, String> before = DirectoryState.of(capture);
    List<String> line = new ArrayList<>(List.of(JAVA, "-jar", PROGRAM));
    Path out = directory.resolve("out of " + capture.getFileName());
    line.addAll(List.of(command.arguments(capture, out)));
    SystemCalls calls = trace("traced " + capture.getFileName(), line);
    assertFalse(calls.on(capture.resolve("manifest.json")).isEmpty(), "it was not read");
    assertEquals(List.of(), calls.changing(capture));
    assertEquals(List.of(), calls.network());
    assertEquals(1, calls.programs());
    assertEquals(before, DirectoryState.of(capture));
  }

  private SystemCalls trace(String name, List<String> command) {
    // A sealed capture is no failure to verify, and one that is not is incomplete to it.
    return SystemCalls.of(directory.resolve(name), Set.of(0, 3, 4), command);
  }

  /** That the trace shows what it is to show. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo >> CAP/manifest.json",
        "cd CAP && echo > new",
        "touch -c CAP/manifest.json",
        "chmod 700 CAP",
        "chown 0:0 CAP/000001",
        "mkdir CAP/000003",
        "mv CAP/manifest.json .",
        "cp CAP/manifest.json CAP/m",
        "ln -s x CAP/link",
        "ln CAP/manifest.json hard",
        "rm -r CAP/000001",
        "truncate -s 0 CAP/manifest.json"
      })
  void aChangeIsSeen(String change) {
    Path capture = SomeCapture.raw(directory.resolve("raw_capture"));
    String line = "cd " + directory + "; " + change.replace("CAP", capture.toString());
    assertFalse(trace("traced", List.of("sh", "-c", line)).changing(capture).isEmpty());
  }

  @Test
  void aConnectionAndAProgramAreSeen() {
    SystemCalls calls =
        trace("traced", List.of("bash", "-c", "true < /dev/tcp/127.0.0.1/1; /bin/true"));
    assertEquals(1, calls.network().size(), calls.network()::toString);
    assertEquals(2, calls.programs());
  }
}
