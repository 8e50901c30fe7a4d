// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tcplife.incident.Planted.STOLEN_TO;
import static tcplife.incident.RecordedIncident.assertFound;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Hunts for what is new, what one session did and what is missing, in a recorded incident. */
@Timeout(300)
@ExtendWith(RecordedIncident.Once.class)
@DisplayName("In a recorded incident")
class HistoryHuntsIT {
  private static RecordedIncident incident;

  @BeforeAll
  static void takeRecording(RecordedIncident recorded) {
    incident = recorded;
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
  @DisplayName("the morning after, one site and one program are new")
  void firstSeenTheMorningAfter() {
    assertFound(
        List.of(
            "remote %s %d %d browser 1"
                .formatted(
                    NextMorning.NEW_SITE, NextMorning.NEW_VISITS, 12 * NextMorning.NEW_VISITS),
            "program temp %d %d 198.19.0.2 1"
                .formatted(NextMorning.TEMPORARY_VISITS, 12 * NextMorning.TEMPORARY_VISITS)),
        Hunt.of(List.of(incident.capture(), incident.nextCapture()), "first_seen"),
        "what name sessions sent with_first with_how_many");
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
  @DisplayName("nothing is missing, nor of the morning after")
  void nothingIsMissing() {
    assertFound(List.of(), incident.hunt("missing"), "what");
    assertFound(List.of(), Hunt.of(incident.nextCapture(), "missing"), "what");
  }
}
