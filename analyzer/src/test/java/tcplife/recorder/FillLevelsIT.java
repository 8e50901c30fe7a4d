// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tcplife.capture.Capture;
import tcplife.cli.ExitCode;
import tcplife.event.EndRecord;
import tcplife.event.LossRecord;
import tcplife.live.Await;

/**
 * A disk that has room for this much or that: the recorder ends as it should, what it wrote is
 * whole and not altered, and what it could not write is accounted for. {@code -Dtcplife.levels=100}
 * tries more.
 */
@Timeout(3600)
class FillLevelsIT {
  private static final int LEVELS = Integer.getInteger("tcplife.levels", 12);

  /** Room that is more than the events need, bytes. */
  private static final long AMPLE = 48 << 20;

  /** Less than the ring holds, and made so often. */
  private static final long EVENTS = 80_000;

  private static final int TIMES = 3;

  @TempDir Path temp;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  @ParameterizedTest
  @EnumSource(Disk.Kind.class)
  void whateverRoomThereIs(Disk.Kind kind) {
    int failed = 0;
    int paused = 0;
    try (Disk disk = new Disk(temp, kind, Disk.SIZE)) {
      for (int level = 0; level < LEVELS; level++) {
        disk.fill(AMPLE * level / (LEVELS - 1));
        int code = record(disk, level);
        boolean begun = hasCycles(disk.seen("cap"));
        failed += code == ExitCode.FAILED && !begun ? 1 : 0;
        paused += code == ExitCode.FAILED && begun ? 1 : 0;
        disk.run("rm -rf cap filler");
      }
    }
    System.out.printf(
        "%s, %d levels: %d could not begin, %d paused%n", kind, LEVELS, failed, paused);
    assertTrue(failed > 0 && paused > 0 && failed + paused < LEVELS, failed + " and " + paused);
  }

  private int record(Disk disk, int level) {
    Path ready = temp.resolve("ready" + level);
    try (RecordedDisk recorder = new RecordedDisk(disk, ready, "--keep-free=0")) {
      Await.until("it records or ends", () -> Files.exists(ready) || !recorder.program.isAlive());
      if (recorder.program.isAlive()) {
        for (int i = 0; i < TIMES; i++) {
          recorder.generate(EVENTS);
          LockSupport.parkNanos(200_000_000);
        }
        recorder.program.interrupt();
      }
      int code = recorder.program.exitCode();
      recorder.assertClearWords();
      String said = recorder.program.errors().toLowerCase(Locale.ROOT).strip();
      boolean full = said.endsWith(": no space left on the device");
      full |= said.endsWith("manifest.json: cannot be written: no space left on device");
      full |= said.endsWith("cannot be recorded into: no space left on device");
      assertEquals(code == ExitCode.FAILED, full, said);
      assertIntact(disk.seen("cap"), code);
      if (hasCycles(disk.seen("cap"))) {
        Verified.assertNotAltered(disk.command(List.of()), disk.path("cap"));
      }
      return code;
    } catch (AssertionError e) {
      throw new AssertionError("level " + level, e);
    }
  }

  private static boolean hasCycles(Path capture) {
    return Files.exists(capture.resolve("manifest.json"))
        && !Capture.open(capture).cycles().isEmpty();
  }

  private static void assertIntact(Path capture, int code) {
    if (!hasCycles(capture)) {
      assertEquals(ExitCode.FAILED, code);
      return;
    }
    Recorded recorded = new Recorded(capture);
    if (Capture.open(capture).cycles().get(0) == 1) {
      RecordedDisk.assertAccounted(recorded);
    }
    // The oldest cycles may have been given up for the newest, and what they told with them.
    long told = recorded.lossByCpu.values().stream().mapToLong(n -> n).sum();
    long lost = recorded.lastEnd().cpus().stream().mapToLong(EndRecord.Cpu::lost).sum();
    long missing = recorded.sequences.missing();
    assertTrue(told <= lost && missing <= lost, told + ", " + missing + ", " + lost);
    assertEquals(EndRecord.STOPPED, recorded.lastEnd().reason());
    boolean forRoom =
        recorded.losses.stream().anyMatch(loss -> loss.cause() == LossRecord.NO_SPACE);
    assertTrue(forRoom || code == ExitCode.OK, recorded.losses::toString);
  }
}
