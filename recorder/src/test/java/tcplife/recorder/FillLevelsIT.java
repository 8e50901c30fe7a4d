// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tcplife.cli.ExitCode;
import tcplife.event.LossRecord;
import tcplife.live.Await;

/**
 * A disk that has room for this much or that: the recorder ends as it should, what it wrote is
 * whole, and what it could not write is accounted for. {@code -Dtcplife.levels=100} tries more.
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
  void whateverRoomThereIs(Disk.Kind kind) throws IOException {
    int failed = 0;
    int paused = 0;
    try (Disk disk = new Disk(temp, kind, Disk.SIZE)) {
      for (int level = 0; level < LEVELS; level++) {
        disk.fill(AMPLE * level / (LEVELS - 1));
        int code = record(disk, level);
        failed += code == ExitCode.FAILED && !Files.exists(disk.seen("cap/000001")) ? 1 : 0;
        paused += code == ExitCode.FAILED && Files.exists(disk.seen("cap/000001")) ? 1 : 0;
        disk.run("rm -rf cap filler");
      }
    }
    System.out.printf(
        "%s, %d levels: %d could not begin, %d paused%n", kind, LEVELS, failed, paused);
    assertTrue(failed > 0 && paused > 0 && failed + paused < LEVELS, failed + " and " + paused);
  }

  private int record(Disk disk, int level) throws IOException {
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
      return code;
    } catch (AssertionError e) {
      throw new AssertionError("level " + level, e);
    }
  }

  private static void assertIntact(Path capture, int code) throws IOException {
    if (Files.exists(capture.resolve("000001"))) {
      Recorded recorded = new Recorded(capture);
      RecordedDisk.assertAccounted(recorded);
      boolean forRoom =
          recorded.losses.stream().anyMatch(loss -> loss.cause() == LossRecord.NO_SPACE);
      assertEquals(code == ExitCode.FAILED, forRoom, recorded.losses::toString);
    } else {
      assertEquals(ExitCode.FAILED, code);
    }
  }
}
