// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.event.EndRecord;
import tcplife.live.Program;

/**
 * Generated = recorded + lost, exactly, while the recorder is stopped and continued at random in
 * the midst of traffic. {@code -Dtcplife.sessions=1000000} and {@code -Dtcplife.seed=…} make more
 * of them, or the same again.
 */
@Timeout(3600)
class StalledUnderLoadIT {
  private static final int SESSIONS = Integer.getInteger("tcplife.sessions", 40_000);

  /** Of both ends of a session. */
  private static final int TRANSITIONS = 10;

  /** Of a million transitions, so many may be seen by no BPF program: see MillionEventsIT. */
  private static final int MOST_UNSEEN = 40;

  /** The generator makes at most so many at once, more than the ring holds. */
  private static final int MOST_AT_ONCE = 20_000;

  /** A fast host makes all that is asked for before the recorder was stopped and went on once. */
  private static final int FEWEST_STALLS = 3;

  private static final String RING = "--ring-size=2M";
  private static final int LONGEST_STALL = 200;

  @TempDir Path temp;
  private Path capture;
  private Random random;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  @BeforeEach
  void seed() {
    long seed = Long.getLong("tcplife.seed", System.nanoTime());
    System.out.println("seed of the stalls: " + seed);
    random = new Random(seed);
    capture = temp.resolve("cap");
  }

  /** Each of these is known: made ones that are not recorded are the ring's lost ones. */
  @Test
  void ofSyntheticEvents() {
    long lost = 0;
    long made = 0;
    try (RecorderProcess recorder = RecorderProcess.start(capture, RING)) {
      try (Stalls stalls = new Stalls(recorder.pid(), random, LONGEST_STALL)) {
        while (made < (long) SESSIONS * TRANSITIONS || stalls.count() < FEWEST_STALLS) {
          int more = 1 + random.nextInt(MOST_AT_ONCE);
          lost += Generator.run(recorder.pid(), more);
          made += more;
        }
      }
      recorder.stop("INT");
    }
    Recorded recorded = new Recorded(capture);
    RecordedDisk.assertAccounted(recorded);
    assertEquals(made, Generator.events(recorded) + lost);
    System.out.println(made + " synthetic events, " + lost + " lost");
    assertTrue(lost > made / 100 && lost < made, lost + " lost of " + made);
    assertTrue(recorded.sequences.missing() >= lost, recorded.sequences.missing() + " missing");
  }

  /** The kernel's own count of these is exact; that it misses none is another matter. */
  @Test
  void ofSessions() {
    try (RecorderProcess recorder = RecorderProcess.start(capture, RING)) {
      try (Program churn = Program.start(Map.of(), Live.traffic("churn", "-n", "" + SESSIONS));
          Stalls stalls = new Stalls(recorder.pid(), random, LONGEST_STALL)) {
        while (churn.isAlive()) {
          LockSupport.parkNanos(LONGEST_STALL * 1_000_000L);
        }
        churn.expectExit(0);
        assertTrue(stalls.count() > 0, "stops");
      }
      recorder.stop("INT");
    }
    Recorded recorded = new Recorded(capture);
    RecordedDisk.assertAccounted(recorded);
    long made = recorded.lastEnd().cpus().stream().mapToLong(EndRecord.Cpu::made).sum();
    long lost = recorded.lastEnd().cpus().stream().mapToLong(EndRecord.Cpu::lost).sum();
    System.out.println(SESSIONS + " sessions: " + made + " events made, " + lost + " lost");
    long transitions = (long) SESSIONS * TRANSITIONS;
    assertTrue(made >= transitions - unseen(transitions), made + " made");
    assertTrue(lost > 0 && lost < made, lost + " lost of " + made);
  }

  private static long unseen(long transitions) {
    return 2 + transitions * MOST_UNSEEN / 1_000_000;
  }
}
