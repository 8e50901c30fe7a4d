// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.cli.ExitCode;
import tcplife.live.Program;

/** What the recorder cannot take in time is counted, exactly; the kernel never waits for it. */
@Timeout(300)
class StalledRecorderIT {
  private static final int TIMES = 5;

  /** Twice what the ring holds. */
  private static final long EVENTS = 250_000;

  /** What a recorder may need more after a stall than before, KiB: no more than its heap grows. */
  private static final long MOST_GROWTH = 64 << 10;

  @TempDir Path temp;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  @Test
  void stoppedAndContinued() {
    Path capture = temp.resolve("cap");
    long lost = 0;
    try (RecorderProcess recorder = RecorderProcess.start(capture)) {
      String pid = String.valueOf(recorder.pid());
      for (int i = 0; i < TIMES; i++) {
        Program.run("kill", "-STOP", pid);
        lost += Generator.run(recorder.pid(), EVENTS);
        Program.run("kill", "-CONT", pid);
        lost += Generator.run(recorder.pid(), EVENTS);
      }
      recorder.stop("INT");
    }
    assertAllCounted(capture, 2 * TIMES * EVENTS, lost);
    assertTrue(lost > TIMES * EVENTS / 3, lost + " lost");
  }

  @Test
  void aDiskThatStalls() throws IOException {
    try (Disk disk = new Disk(temp, Disk.Kind.EXT4, Disk.SIZE);
        RecordedDisk recorder = new RecordedDisk(disk, temp.resolve("ready"))) {
      recorder.program.awaitFile(temp.resolve("ready"));
      long lost = recorder.generate(EVENTS);
      long before = residentKilobytes(recorder.program.pid());
      disk.run("fsfreeze -f .");
      try {
        for (int i = 0; i < TIMES; i++) {
          lost += recorder.generate(EVENTS);
        }
        long growth = residentKilobytes(recorder.program.pid()) - before;
        assertTrue(growth < MOST_GROWTH, growth + " KiB more");
      } finally {
        disk.run("fsfreeze -u .");
      }
      lost += recorder.generate(EVENTS);
      assertEquals(ExitCode.OK, recorder.stop(), recorder.program::errors);
      assertAllCounted(disk.seen("cap"), (TIMES + 2) * EVENTS, lost);
      assertTrue(lost >= (TIMES - 1) * EVENTS, lost + " lost");
    }
  }

  /** As by Ctrl-S, or a reader that sleeps. */
  @Test
  void aTerminalThatTakesNothing() {
    Path capture = temp.resolve("cap");
    String fill = "mkfifo %s/full; exec 2<>%s/full; timeout 1 cat /dev/zero >&2 || true";
    String script = fill.replace("%s", temp.toString());
    long lost = 0;
    try (RecorderProcess recorder = RecorderProcess.startAfter(script, capture)) {
      for (int i = 0; i < 4 * TIMES; i++) {
        lost += Generator.run(recorder.pid(), EVENTS / 4);
      }
      recorder.stop("INT");
    }
    assertAllCounted(capture, TIMES * EVENTS, lost);
    assertTrue(lost < EVENTS, lost + " lost, though nothing stalls but the terminal");
  }

  private static long residentKilobytes(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  private static void assertAllCounted(Path capture, long generated, long lost) {
    Recorded recorded = new Recorded(capture);
    RecordedDisk.assertAccounted(recorded);
    assertEquals(generated - lost, Generator.events(recorded));
    // Others on this host may have made events that were lost as well.
    assertTrue(recorded.sequences.missing() >= lost, recorded.sequences.missing() + " missing");
  }
}
