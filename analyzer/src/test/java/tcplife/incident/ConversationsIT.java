// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tcplife.incident.Planted.CRAWLED;
import static tcplife.incident.Planted.ELDERS;
import static tcplife.incident.Planted.LODGERS;
import static tcplife.incident.Planted.POLLED;
import static tcplife.incident.Planted.STOLEN;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Both ends of connections, in a recorded incident. */
@Timeout(300)
@ExtendWith(RecordedIncident.Once.class)
@DisplayName("In a recorded incident")
class ConversationsIT {
  private static RecordedIncident incident;

  @BeforeAll
  static void takeRecording(RecordedIncident recorded) {
    incident = recorded;
  }

  @Test
  @DisplayName("each session of a client is a conversation with its server")
  void pairs() {
    String query =
        "SELECT client_comm, server_comm, count(*) FROM conversations WHERE client_comm IN "
            + "('crawler', 'poller', 'thief', 'lodger', 'elder') GROUP BY ALL ORDER BY ALL";
    assertEquals(
        List.of(
            "crawler,web," + CRAWLED,
            "elder,vault," + ELDERS,
            "lodger,vault," + LODGERS,
            "poller,db," + POLLED,
            "thief,dropbox," + STOLEN),
        incident.query(query));
  }

  @Test
  @DisplayName("what the one end sent, the other received")
  void payload() {
    String query =
        "SELECT sum(client_payload_sent), sum(server_payload_received) FROM conversations "
            + "WHERE client_comm = 'thief'";
    long sent = incident.told("thief").sent();
    assertEquals(List.of(sent + "," + sent), incident.query(query));
  }

  @Test
  @DisplayName("of sessions older than the recording the server's end tells who connected")
  void olderThanTheRecording() {
    String query =
        "SELECT DISTINCT client_opened_ns, originator_known FROM conversations "
            + "WHERE client_comm = 'elder'";
    assertEquals(List.of(",true"), incident.query(query));
  }
}
