// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --speed}. */
@Timeout(60)
class PaceTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"1x,1000", "10x,100", "0.5x,2000", "2.5x,400"})
  void aRowIsDueSoLongAfterTheFirst(String speed, long due) {
    Pace pace = new Pace.Converter().convert(speed);
    assertEquals(0, pace.untilDue(5_000, 77));
    assertEquals(due, pace.untilDue(6_000, 77));
    assertEquals(due - 30, pace.untilDue(6_000, 107));
  }

  @ParameterizedTest
  @CsvSource({"1x,60000005001", "0.5x,120000000000", "999999x,9000000000000000000"})
  void aWaitIsAMinuteAtMostAndWhatFollowsComesAsLongAfterIt(String speed, long far) {
    Pace pace = new Pace.Converter().convert(speed);
    assertEquals(0, pace.untilDue(5_000, 77));
    assertEquals(Pace.LONGEST_WAIT, pace.untilDue(far, 77));
    long then = 77 + Pace.LONGEST_WAIT;
    assertEquals(0, pace.untilDue(far, then));
    assertEquals(-30, pace.untilDue(far, then + 30));
    assertTrue(pace.untilDue(far + 9_000_000, then) > 0);
  }

  @Test
  void aReplayTakesAtLeastAsLongAsTheRecordingDivided() {
    long before = System.nanoTime();
    Run run = Run.replay(Incident.script(), directory, "-x --speed 20x");
    long taken = System.nanoTime() - before;
    assertEquals(6, run.out().lines().count());
    // From the first close, at 3 s, to the last, at 10 s.
    assertTrue(taken >= 7 * Incident.SECOND / 20, taken + " ns");
  }

  @Test
  void whatIsPrintedIsTheSame() {
    assertEquals(
        Run.replay(Incident.script(), directory, "-x --open"),
        Run.replay(Incident.script(), directory, "-x --open --speed 1000x"));
  }
}
