// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.bpf.SessionProgram;
import tcplife.event.EndRecord;

/** Every event that was made is in the capture or counted as lost. */
@Timeout(120)
class AccountIT {
  private static final String SESSIONS = "10000";
  private static final long AMPLE = 64 << 20;

  @TempDir Path temp;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  private Recorded recorded(long ringBytes) {
    Path path = temp.resolve("cap");
    LiveRecording.whole(path, ringBytes, Live.traffic("churn", "-n", SESSIONS));
    return new Recorded(path);
  }

  private static void assertAccounted(Recorded recorded) {
    EndRecord end = recorded.lastEnd();
    long lost = 0;
    for (int cpu = 0; cpu < end.cpus().size(); cpu++) {
      EndRecord.Cpu count = end.cpus().get(cpu);
      lost += count.lost();
      assertEquals(
          count.made(), recorded.eventsByCpu.getOrDefault(cpu, 0L) + count.lost(), "CPU " + cpu);
      assertEquals(
          count.lost(), recorded.lossByCpu.getOrDefault(cpu, 0L), "LOSS records, CPU " + cpu);
    }
    assertEquals(lost, recorded.sequences.missing());
    assertEquals(end.skipped(), recorded.skipped);
    assertEquals(EndRecord.STOPPED, end.reason());
  }

  @Test
  void withAnAmpleRing() {
    Recorded recorded = recorded(AMPLE);

    assertAccounted(recorded);
    assertEquals(0, recorded.sequences.missing());
    assertTrue(recorded.eventsByCpu.values().stream().mapToLong(n -> n).sum() >= 100_000);
  }

  @Test
  void withARingSoSmallThatItOverflows() {
    Recorded recorded = recorded(SessionProgram.SMALLEST_RING);

    assertAccounted(recorded);
    assertTrue(recorded.sequences.missing() > 0, "the ring was to overflow");
  }

  @Test
  void whereItIsStoppedInTheMidstOfTrafficThatOverflowsTheRing() {
    Path path = temp.resolve("cap");
    LiveRecording.part(path, SessionProgram.SMALLEST_RING, Live.traffic("churn", "-t", "60"), 100);
    Recorded recorded = new Recorded(path);

    assertAccounted(recorded);
    assertTrue(recorded.sequences.missing() > 0, "the ring was to overflow");
  }
}
