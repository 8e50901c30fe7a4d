// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.live.Program;

@Timeout(120)
class LargeInventoryIT {
  /** Of each of two processes: one alone might not be allowed so many open files. */
  private static final int CONNECTIONS = 5_000;

  @TempDir Path temp;

  @Test
  void twentyThousandSocketsAreFoundWhileEventsComeAndNoneOfTheseIsLost() {
    Live.needRecording();
    Path capture = temp.resolve("cap");
    try (Holder one = Holder.start(temp.resolve("one"), CONNECTIONS, 0);
        Holder two = Holder.start(temp.resolve("two"), CONNECTIONS, 0, "-6");
        Program churn = Program.start(Map.of(), Live.traffic("churn", "-t", "60"));
        RecorderProcess recorder = RecorderProcess.start(capture)) {
      assertTrue(churn.isAlive());
      String said = recorder.stop("INT");

      assertTrue(said.contains(" 0 lost"), said);
      RecordedCycle cycle = RecordedCycle.read(capture).get(0);
      long took = cycle.marks.get(1).time() - cycle.marks.get(0).time();
      System.out.printf("%,d sockets in %d ms%n", cycle.marks.get(1).found(), took / 1_000_000);
      for (Holder holder : List.of(one, two)) {
        int netns = holder.netns();
        assertEquals(2 * CONNECTIONS + 1, cycle.sockets(each -> each.netns() == netns).size());
      }
    }
  }
}
