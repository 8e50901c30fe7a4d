// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.event.ProcessRecord;
import tcplife.live.Await;
import tcplife.live.Program;

/** What an inventory finds of the processes that are there. */
@Timeout(60)
class FoundProcessIT {
  private static final int NOBODY = 65534;

  /** ns of the unit of times in /proc/PID/stat. */
  private static final long TICK = 10_000_000;

  @TempDir Path temp;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  private ProcessRecord record(Program program, String comm) {
    Path own = Path.of("/proc/" + program.pid() + "/comm");
    Await.until(comm + " runs", () -> read(own).equals(comm + "\n"));
    Path capture = temp.resolve("cap");
    try (RecorderProcess recorder = RecorderProcess.start(capture)) {
      recorder.stop("INT");
    }
    List<ProcessRecord> found =
        RecordedCycle.read(capture).get(0).processes.stream()
            .filter(process -> process.pid() == program.pid())
            .toList();
    assertEquals(1, found.size());
    return found.get(0);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aProcessIsThereAsItIs() throws IOException {
    String sleep = Path.of("/bin/sleep").toRealPath().toString();
    String script = "exec setpriv --reuid=" + NOBODY + " --clear-groups sleep 4321 0.5";
    try (Program program =
        Program.start(Map.of(), List.of("unshare", "--net", "sh", "-c", script))) {
      ProcessRecord process = record(program, "sleep");
      String[] stat = read(Path.of("/proc/" + program.pid() + "/stat")).split(" ");
      Path netns = Path.of("/proc/" + program.pid() + "/ns/net");

      assertEquals(ProcessRecord.FOUND, process.why());
      assertEquals(ProcessHandle.current().pid(), process.parent());
      assertEquals(Long.parseLong(stat[21]), process.start() / TICK);
      assertEquals(NOBODY, process.uid());
      assertEquals(Files.getAttribute(netns, "unix:ino"), Integer.toUnsignedLong(process.netns()));
      assertEquals("sleep", RecordedCycle.text(process.comm()));
      assertEquals(sleep, RecordedCycle.text(process.executable()));
      assertEquals("sleep\0004321\0000.5\000", RecordedCycle.text(process.arguments()));
      assertFalse(process.cut());
      assertTrue(process.time() > process.start());
    }
  }

  @Test
  void ofLongArgumentsThereIsTheBeginning() {
    String word = "x".repeat(700);
    try (Program program = Program.start("sh", "-c", "sleep 4321; :", word, word)) {
      ProcessRecord process = record(program, "sh");
      String whole = "sh\0-c\0sleep 4321; :\0" + word + "\0" + word + "\0";
      assertEquals(whole.substring(0, 1024), RecordedCycle.text(process.arguments()));
      assertTrue(process.cut());
    }
  }
}
