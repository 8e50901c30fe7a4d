// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.live.Await;
import tcplife.live.Program;
import tcplife.recorder.RecordedCycle.Found;

/** While a recording begins, sockets begin and end all the time: none falls between. */
@Timeout(120)
class InventoryUnderLoadIT {
  /** Open at once; so each lives long enough for an inventory to see it. */
  private static final int CONNECTIONS = 1_000;

  @TempDir Path temp;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  @RepeatedTest(5)
  void everySocketThatClosesAndWasNotSeenBeginningWasFound() throws IOException {
    Path capture = temp.resolve("cap");
    try (Turnover turnover = new Turnover(CONNECTIONS);
        Program churn = Program.start(Map.of(), Live.traffic("churn", "-t", "60"))) {
      Await.until("all connections are open", () -> turnover.closed() > 0);
      try (RecorderProcess recorder = RecorderProcess.start(capture, "--ring-size=64M")) {
        long before = turnover.closed();
        Await.until("all have changed", () -> turnover.closed() > before + CONNECTIONS);
        assertTrue(churn.isAlive());
        recorder.stop("INT");
      }
    }
    RecordedCycle cycle = RecordedCycle.read(capture).get(0);
    long inventoryEnd = cycle.marks.get(1).time();
    Set<Long> found = cycle.sockets.stream().map(Found::cookie).collect(Collectors.toSet());
    Map<Long, Long> closed = cycle.closedWithoutBeginning();
    // What closed before the inventory came to it is not there any more, but its transitions are.
    closed.values().removeIf(time -> time < inventoryEnd);
    // Nor was what is established later: handshakes take microseconds here. Its beginning is what
    // this machine's kernel may hide.
    closed.keySet().removeIf(socket -> cycle.established.getOrDefault(socket, 0L) > inventoryEnd);
    int unbegun = closed.size();
    closed.keySet().removeAll(found);

    assertEquals(Set.of(), closed.keySet(), "of " + unbegun);
    assertTrue(unbegun >= CONNECTIONS, unbegun + " sockets were open before and closed after");
  }
}
