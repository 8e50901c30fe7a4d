// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tcplife.incident.Planted.CRAWLED;
import static tcplife.incident.Planted.LEAKED;
import static tcplife.incident.Planted.POLLED;
import static tcplife.incident.Planted.STUCK;
import static tcplife.incident.Planted.WAITING;
import static tcplife.incident.RecordedIncident.assertFound;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Hunts for who listens, and how many come, in a recorded incident. */
@Timeout(300)
@ExtendWith(RecordedIncident.Once.class)
@DisplayName("In a recorded incident")
class ListenerHuntsIT {
  private static RecordedIncident incident;

  @BeforeAll
  static void takeRecording(RecordedIncident recorded) {
    incident = recorded;
  }

  @Test
  @DisplayName("servers that forgot their sessions had them all at once")
  void peaks() {
    assertFound(
        List.of(
            "leaky 7001 %1$d %1$d".formatted(LEAKED + WAITING),
            "deaf 7002 %1$d %1$d".formatted(STUCK)),
        incident.hunt("listener_concurrency", "bucket_seconds=1e9", "min_peak=20"),
        "comm local_port accepted peak");
  }

  @Test
  @DisplayName("the hall had as many at once as were in it, time by time")
  void concurrencyOverTime() {
    Hunt hunt = incident.hunt("listener_concurrency", "bucket_seconds=" + Hall.TIME);
    assertEquals(
        Hall.COMPANIES,
        hunt.rows("comm accepted peak").stream()
            .filter(row -> row.startsWith("hall "))
            .map(row -> row.substring("hall ".length()))
            .toList());
    assertEquals(CRAWLED, accepted("web", hunt));
    assertEquals(POLLED, accepted("db", hunt));
  }

  private static long accepted(String comm, Hunt hunt) {
    return hunt.rows("comm accepted").stream()
        .filter(row -> row.startsWith(comm + " "))
        .mapToLong(row -> Long.parseLong(row.split(" ")[1]))
        .sum();
  }

  @Test
  @DisplayName("the back door is new, and the kiosk is not that came back")
  void newListeners() {
    assertFound(
        List.of("backdoor 0.0.0.0 4444 0 null 2"),
        incident.hunt("new_listeners"),
        "comm local_address local_port uid closed accepted");
  }
}
