// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.bpf.SessionProgram;

/**
 * Transitions in a softirq that interrupts the program, which the kernel does not run again then.
 *
 * <p>On the loopback device a packet is received by the CPU that sent it, right after sending, so
 * there hardly are any: 0 to 62 in a million. With receive packet steering, the CPUs hand packets
 * to one another by interrupts, and some thousand sessions are enough.
 */
@Timeout(120)
class InterruptedProgramIT {
  private static final String STEERING =
      "mount -t sysfs sysfs /sys; echo 3 >/sys/class/net/lo/queues/rx-0/rps_cpus";

  /** Four at once, so that both CPUs are busy. */
  private static final String STORM =
      "for i in 1 2 3; do \"$@\" >/dev/null & done; \"$@\" >/dev/null; wait; set -- true";

  private static final long RING = 64 << 20;

  @TempDir Path temp;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
    Live.need(Runtime.getRuntime().availableProcessors() > 1, "two CPUs are needed");
  }

  private Recorded recorded(List<String> programs) {
    Path path = temp.resolve("cap");
    LiveRecording.whole(
        path,
        RING,
        programs,
        Live.trafficAfter(STEERING + "; " + STORM, "sessions", "client-closes", "-n", "6000"));
    return new Recorded(path);
  }

  @Test
  void areCaughtByTheProgramsSecondCopy() {
    Recorded recorded = recorded(SessionProgram.PROGRAMS);

    assertEquals(0, recorded.lastEnd().skipped());
    assertEquals(0, recorded.skipped);
    assertTrue(recorded.nested > 0, "the program was to be interrupted");
  }

  @Test
  void areCountedAsLostWithoutTheSecondCopy() {
    Recorded recorded = recorded(SessionProgram.PROGRAMS.subList(0, 1));

    assertTrue(recorded.lastEnd().skipped() > 0, "the program was to be interrupted");
    assertEquals(recorded.lastEnd().skipped(), recorded.skipped);
    assertEquals(0, recorded.nested);
  }
}
