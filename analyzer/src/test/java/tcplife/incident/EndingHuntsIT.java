// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tcplife.incident.Incident.ABORTED_BY_CLIENT;
import static tcplife.incident.Incident.ABORTED_BY_SERVER;
import static tcplife.incident.Incident.LEAKED;
import static tcplife.incident.Incident.MOVED;
import static tcplife.incident.Incident.STOLEN_TO;
import static tcplife.incident.Incident.STUCK;
import static tcplife.incident.RecordedIncident.assertFound;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Hunts for what does not end well, what is new and what is missing, in a recorded incident. */
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
    assertFound(
        List.of("leaky 7001 %1$d %1$d".formatted(LEAKED)),
        incident.hunt("close_wait_leaks", "min_seconds=" + incident.leaking()),
        "comm service_port sessions still_open");
  }

  @Test
  @DisplayName("what was said to the deaf server piles up")
  void finWaitPileUp() {
    assertFound(
        List.of("stuck 7002 FIN_WAIT1 " + STUCK),
        incident.hunt("fin_wait_pile_up"),
        "comm service_port state sessions");
  }

  @Test
  @DisplayName("the rude client and the grumpy server aborted")
  void resets() {
    assertFound(
        List.of(
            "rude local 7003 %1$d %1$d 0 %1$d".formatted(ABORTED_BY_CLIENT),
            "victim remote 7003 %1$d 0 %1$d %1$d".formatted(ABORTED_BY_CLIENT),
            "patient local 7004 %1$d 0 %1$d %1$d".formatted(ABORTED_BY_SERVER),
            "grumpy remote 7004 %1$d %1$d 0 %1$d".formatted(ABORTED_BY_SERVER)),
        incident.hunt("resets"),
        "comm originator service_port resets here there sessions");
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

  @Test
  @DisplayName("who came late is seen for the first time")
  void firstSeen() {
    List<String> expected =
        Stream.of("thief", "dropbox", "backup", "syncer", "kiosk", "shopper", "backdoor", "visitor")
            .map("program "::concat)
            .collect(Collectors.toCollection(ArrayList::new));
    expected.addAll(List.of("remote " + STOLEN_TO, "remote 198.19.77.77"));
    assertFound(
        expected, incident.hunt("first_seen", "since=" + incident.lateHours()), "what name");
  }

  @Test
  @DisplayName("a session of the thief can be followed")
  void sessionTimeline() {
    String cookie =
        incident.hunt("long_lived", "min_seconds=0").rows("comm cookie").stream()
            .filter(row -> row.startsWith("thief "))
            .findFirst()
            .orElseThrow()
            .split(" ")[1];
    assertEquals(
        List.of(
            "CLOSE SYN_SENT thief",
            "SYN_SENT ESTABLISHED null",
            "ESTABLISHED FIN_WAIT1 thief",
            "FIN_WAIT1 FIN_WAIT2 null",
            "FIN_WAIT2 CLOSE null"),
        incident.hunt("session_timeline", "cookie=" + cookie).rows("old_state new_state comm"));
  }

  @Test
  @DisplayName("nothing is missing")
  void missing() {
    assertFound(List.of(), incident.hunt("missing"), "what");
  }
}
