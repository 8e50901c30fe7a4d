// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;

/** The packaged program, and where its output goes. */
@Timeout(300)
class StandardOutputIT {
  /** More than a pipe holds. */
  private static final int SESSIONS = 5_000;

  @TempDir private Path directory;

  @BeforeEach
  void writeCapture() {
    CaptureScript script = new CaptureScript();
    for (int port = 1; port <= SESSIONS; port++) {
      Lifecycle.client(
          script.socket("10.0.0.1", port, "10.0.0.2", 80),
          port * 1_000_000L,
          port * 1_000_000L + 500_000,
          new CurrentTask(1, "a"));
    }
    script.write(directory.resolve("cap"));
  }

  @Test
  void aPipeThatIsClosedEndsItWithOneLine() throws Exception {
    PackagedProgram run = run("{ $tcplife replay cap; echo $? >code; } | head -n 1");
    assertTrue(run.out().startsWith("PID   COMM "), run.out());
    assertEquals("tcplife replay: standard output: Broken pipe\n", run.err());
    assertEquals("1\n", Files.readString(directory.resolve("code")));
  }

  @Test
  void aFullDeviceEndsItWithOneLine() throws Exception {
    assertEquals(
        new PackagedProgram(1, "", "tcplife replay: standard output: No space left on device\n"),
        run("$tcplife replay cap >/dev/full"));
  }

  @Test
  void helpThatCannotBeWrittenIsAFailureToo() throws Exception {
    assertEquals(
        new PackagedProgram(1, "", "tcplife: standard output: cannot be written\n"),
        run("$tcplife replay --help >/dev/full"));
  }

  @Test
  void aFileGetsTheSameAsAPipe() throws Exception {
    PackagedProgram run = run("$tcplife replay cap -stT | cat");
    assertEquals(1 + SESSIONS, run.out().lines().count());
    assertEquals(new PackagedProgram(0, run.out(), ""), run("$tcplife replay cap -stT"));
  }

  @Test
  void aReplayLoadsNothingOfTheQueuesLibraryNorTheBridge() throws Exception {
    PackagedProgram run =
        run("JAVA_TOOL_OPTIONS=-Xlog:class+load:file=classes $tcplife replay cap");
    assertEquals(0, run.code(), run.err());
    String classes = Files.readString(directory.resolve("classes"));
    assertTrue(classes.contains(" tcplife.replay.ReplayCommand "), "the log has classes");
    assertFalse(classes.contains(" net.openhft."));
    assertFalse(classes.contains(" tcplife.bpf.Bridge "));
  }

  private PackagedProgram run(String line) throws Exception {
    return PackagedProgram.run(directory, line, Map.of());
  }
}
