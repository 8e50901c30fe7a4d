// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Capture;
import tcplife.capture.RecordCursor;
import tcplife.event.RecordHeader;
import tcplife.event.StateView;
import tcplife.live.Program;

/**
 * A recorder that is killed at any moment under load leaves an exact prefix of what was made.
 * {@code -Dtcplife.kills=500} and {@code -Dtcplife.seed=…} do it more often, or again.
 */
@Timeout(14400)
class KilledUnderLoadIT {
  private static final int KILLS = Integer.getInteger("tcplife.kills", 25);
  private static final long LONGEST_DELAY = 400_000_000;

  /** More than are made before the kill. */
  private static final long EVENTS = 100_000_000;

  @TempDir Path temp;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  @Test
  void whatIsThereIsAnExactPrefix() {
    long seed = Long.getLong("tcplife.seed", System.nanoTime());
    System.out.println("seed of the kills: " + seed);
    Random random = new Random(seed);
    long most = 0;
    for (int i = 0; i < KILLS; i++) {
      Path capture = temp.resolve("cap" + i);
      long lost = 0;
      // Small cycles, so that many are ended and begun.
      try (RecorderProcess recorder = RecorderProcess.start(capture, "--cycle-size=16M");
          Program generator = Generator.start(recorder.pid(), EVENTS)) {
        LockSupport.parkNanos((long) (random.nextDouble() * LONGEST_DELAY));
        Program.run("kill", "-KILL", String.valueOf(recorder.pid()));
        // It may not have begun yet on a busy machine, and then finds no recorder.
        boolean early = generator.errors().contains("no recorder");
        assertTrue(early || generator.isAlive(), generator::errors);
        lost = Generator.counted(generator);
      }
      most = Math.max(most, assertPrefix(capture, lost));
      Program.run("rm", "-r", capture.toString());
    }
    System.out.println(KILLS + " kills; the longest prefix has " + most + " events");
    assertTrue(most > 100_000, "the longest prefix has " + most + " events");
  }

  /**
   * @param lost events for which the ring had no room, of others' sockets: the generator waits
   */
  private static long assertPrefix(Path capture, long lost) {
    StateView view = new StateView();
    long expected = 0;
    try (RecordCursor cursor =
        Capture.open(capture)
            .records(
                damage -> {
                  throw new AssertionError(damage);
                })) {
      while (cursor.next()) {
        if (cursor.kind() == RecordHeader.STATE_KIND) {
          long index = Generator.index(view.wrap(cursor.buffer(), cursor.offset()));
          if (index >= 0) {
            assertEquals(expected++, index, "events in their order");
          }
        }
      }
      long missing = cursor.sequences().missing();
      assertTrue(missing <= lost, missing + " are missing, and " + lost + " were lost");
    }
    return expected;
  }
}
