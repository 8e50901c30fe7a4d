// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tcplife.bpf.SessionProgram;
import tcplife.live.Program;

/** What ends the recorder's sleep. */
@Timeout(60)
class WakeUpIT {
  /** An eighth of it is much: some 900 events, of which 2,000 are made. */
  private static final long RING = 1 << 20;

  private static final String SESSIONS = "200";
  private static final int SLEEP = 500;
  private static final int LONGER_THAN_THE_TEST = 120_000;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  /** Else a busy host's recorder would not sleep, and move a few events at a time. */
  @Test
  void muchThatIsWaitingEndsOneSleepAndNoOther() {
    try (SessionProgram program = new SessionProgram(RING)) {
      SessionProgram.PROGRAMS.forEach(program::attach);
      try (Program made = Program.start(Map.of(), Live.traffic("churn", "-n", SESSIONS))) {
        made.expectExit(0);
      }
      program.await(LONGER_THAN_THE_TEST);

      long begin = System.nanoTime();
      program.await(SLEEP);
      long slept = Duration.ofNanos(System.nanoTime() - begin).toMillis();

      assertTrue(slept >= SLEEP, slept + " ms of " + SLEEP);
    }
  }
}
