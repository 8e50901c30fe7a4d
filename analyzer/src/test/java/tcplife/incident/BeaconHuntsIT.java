// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tcplife.incident.Planted.BEACONED;
import static tcplife.incident.Planted.CHATTED;
import static tcplife.incident.RecordedIncident.assertFound;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The hunt for calls at regular times, in a recorded incident. */
@Timeout(300)
@ExtendWith(RecordedIncident.Once.class)
@DisplayName("In a recorded incident")
class BeaconHuntsIT {
  private static final String SCORES =
      "comm sessions score interval_score size_score histogram_score duration_score";

  /** What a call of the implant sends, bytes: 12 of them tell what it asks for. */
  private static final int SENT = 12 + 64;

  private static RecordedIncident incident;

  @BeforeAll
  static void takeRecording(RecordedIncident recorded) {
    incident = recorded;
  }

  @Test
  @DisplayName("the implant calls home, and nobody else does")
  void beacons() {
    assertFound(
        List.of(
            "implant %s 8444 %d %d.0"
                .formatted(BEACONED, incident.told("implant").sessions(), SENT)),
        incident.hunt("beacons", "min_interval_ms=100"),
        "comm remote_address remote_port sessions median_size");
  }

  @Test
  @DisplayName("the scores of regular and of jittered calls are what they mean")
  void scoresOfBeacons() {
    Hunt hunt = incident.hunt("beacons", "min_interval_ms=0", "min_score=0");
    Regularity regular = scored("implant", BEACONED, hunt);
    Regularity jittered = scored("chatter", CHATTED, hunt);
    assertTrue(regular.interval() > jittered.interval(), regular + ", " + jittered);
    assertEquals(1, regular.size(), "all calls are of one size");
    assertTrue(jittered.size() < 0.7, jittered.toString());
    assertTrue(regular.histogram() > jittered.histogram(), regular + ", " + jittered);
    for (Regularity each : List.of(regular, jittered)) {
      // How long it takes until they begin, and is recorded after them, is the machine's.
      assertTrue(each.duration() > 0.5, "both called for most of the recording: " + each);
    }
    assertTrue(jittered.score() < 0.7, jittered.toString());
  }

  /** What a program's calls have, which the hunt must have told. */
  private static Regularity scored(String comm, String remote, Hunt hunt) {
    String[] recorded =
        incident.query("SELECT queried_from_ns, queried_to_ns FROM captures").get(0).split(",");
    String calls = "comm = '%s' AND remote_address = '%s'".formatted(comm, remote);
    long[] times = numbers("opened_ns", calls);
    long[] sizes = numbers("payload_sent", calls);
    Regularity expected =
        Regularity.of(times, sizes, Long.parseLong(recorded[0]), Long.parseLong(recorded[1]));
    assertEquals(
        List.of(comm + " " + incident.told(comm).sessions() + " " + expected.text()),
        hunt.rows(SCORES).stream().filter(row -> row.startsWith(comm + " ")).toList());
    return expected;
  }

  /** A column of the sessions that were opened here, in their order. */
  private static long[] numbers(String column, String condition) {
    String query =
        "SELECT %s FROM sessions WHERE originator = 'local' AND opened IS NOT NULL AND %s ORDER BY"
            + " opened_ns";
    return incident.query(query.formatted(column, condition)).stream()
        .mapToLong(Long::parseLong)
        .toArray();
  }
}
