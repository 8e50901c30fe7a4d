// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tcplife.incident.Planted.ABORTED_BY_CLIENT;
import static tcplife.incident.Planted.ABORTED_BY_SERVER;
import static tcplife.incident.Planted.LEAKED;
import static tcplife.incident.Planted.MOVED;
import static tcplife.incident.Planted.STUCK;
import static tcplife.incident.Planted.WAITING;
import static tcplife.incident.RecordedIncident.assertFound;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Hunts for what does not end well, in a recorded incident. */
@Timeout(300)
@ExtendWith(RecordedIncident.Once.class)
@DisplayName("In a recorded incident")
class EndingHuntsIT {
  private static RecordedIncident incident;

  @BeforeAll
  static void takeRecording(RecordedIncident recorded) {
    incident = recorded;
  }

  @Test
  @DisplayName("the leaky server did not close")
  void closeWaitLeaks() {
    Hunt hunt = incident.hunt("close_wait_leaks", "min_seconds=" + incident.leaking());
    assertFound(
        List.of("leaky 7001 %1$d %1$d 1".formatted(LEAKED + WAITING)),
        hunt,
        "comm service_port sessions still_open remotes");
    double least = Double.parseDouble(hunt.rows("least_seconds").get(0));
    double most = Double.parseDouble(hunt.rows("most_seconds").get(0));
    assertTrue(least >= incident.leaking() && most >= least, least + " to " + most);
    assertTrue(most < incident.lodged(), most + " s");
  }

  @Test
  @DisplayName("what was said to the deaf server piles up, and who waits for the leaky one")
  void finWaitPileUp() {
    Hunt hunt = incident.hunt("fin_wait_pile_up");
    assertFound(
        List.of(
            "stuck 7002 FIN_WAIT1 %d 1".formatted(STUCK),
            "waiter 7001 FIN_WAIT2 %d 1".formatted(WAITING)),
        hunt,
        "comm service_port state sessions remotes");
    List<String> queued = hunt.rows("bytes_queued");
    long unheard = Long.parseLong(queued.get(0));
    assertEquals("0", queued.get(1));
    long said = incident.told("stuck").sent();
    assertTrue(unheard > said / 2 && unheard <= said, unheard + " of " + said);
  }

  @Test
  @DisplayName("who aborted is told from both ends")
  void resets() {
    List<String> rows =
        incident
            .hunt("resets")
            .rows("comm originator service_port resets here there sessions share");
    Map<Boolean, List<String>> ofBackground =
        rows.stream().collect(Collectors.partitioningBy(EndingHuntsIT::isOfBackground));
    assertEquals(
        Stream.of(
                "rude local 7003 %1$d %1$d 0 %1$d 1.0".formatted(ABORTED_BY_CLIENT),
                "victim remote 7003 %1$d 0 %1$d %1$d 1.0".formatted(ABORTED_BY_CLIENT),
                "patient local 7004 %1$d 0 %1$d %1$d 1.0".formatted(ABORTED_BY_SERVER),
                "grumpy remote 7004 %1$d %1$d 0 %1$d 1.0".formatted(ABORTED_BY_SERVER),
                "passer local 7007 %1$d %1$d 0 %1$d 1.0".formatted(Hall.PASSERS),
                "hall remote 7007 %1$d 0 %1$d 15 0.333".formatted(Hall.PASSERS))
            .sorted()
            .toList(),
        ofBackground.get(false).stream().sorted().toList());
    ofBackground.get(true).forEach(EndingHuntsIT::assertIsStray);
  }

  private static boolean isOfBackground(String row) {
    return Background.PROGRAMS.contains(row.split(" ")[0]);
  }

  private static void assertIsStray(String row) {
    String[] values = row.split(" ");
    assertTrue(List.of("80", "443", "631", "5432", "8444").contains(values[2]), row);
    assertTrue(Long.parseLong(values[3]) <= Background.MOST_STRAY, row);
  }

  @Test
  @DisplayName("what went over the narrow link went twice")
  void retransmitHeavy() {
    assertFound(
        Collections.nCopies(MOVED, "mover " + Network.BRANCH),
        // A machine with too much to do makes others send again too, but not that much.
        incident.hunt("retransmit_heavy", "min_share=0.05"),
        "comm remote_address");
  }
}
