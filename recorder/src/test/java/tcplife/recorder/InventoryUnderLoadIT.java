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
    // Nor was what was connected later, as its peer tells too: a kernel that hides events from BPF
    // may hide all of an accepted socket's beginning, which is made in one interrupt. Handshakes
    // take microseconds here.
    closed.keySet().removeIf(socket -> cycle.connected.get(socket) > inventoryEnd);
    int unbegun = closed.size();
    closed.keySet().removeAll(found);
    cycle.connected.keySet().retainAll(closed.keySet());

    assertEquals(
        Map.of(),
        closed,
        () ->
            "closed so, of %d, after the inventory's end at %d; connected: %s"
                .formatted(unbegun, inventoryEnd, cycle.connected));
    assertTrue(unbegun >= CONNECTIONS, unbegun + " sockets were open before and closed after");
  }
}
