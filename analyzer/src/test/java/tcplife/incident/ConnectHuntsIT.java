// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static tcplife.incident.Incident.CRAWLED;
import static tcplife.incident.Incident.HASTY;
import static tcplife.incident.Incident.LEAKED;
import static tcplife.incident.Incident.RETRIES;
import static tcplife.incident.Incident.SCANNED_CLOSED;
import static tcplife.incident.Incident.SCANNED_SILENT;
import static tcplife.incident.Incident.SLEEPERS;
import static tcplife.incident.Incident.SLOW_SITE;
import static tcplife.incident.Incident.STUCK;
import static tcplife.incident.RecordedIncident.assertFound;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Hunts for connects that fail, are many or take long, and for who listens, in a recorded incident.
 */
@Timeout(300)
@ExtendWith(RecordedIncident.Once.class)
@DisplayName("In a recorded incident")
class ConnectHuntsIT {
  private static RecordedIncident incident;

  @BeforeAll
  static void takeRecording(RecordedIncident recorded) {
    incident = recorded;
  }

  @Test
  @DisplayName("the connects of the scanner failed, and of those that tried again")
  void failedConnects() {
    List<String> expected = new ArrayList<>();
    expected.add("retrier %s 9999 refused %d".formatted(Network.SHOP, RETRIES));
    expected.add("hasty %s 9998 refused %d".formatted(Network.SHOP, HASTY));
    IntStream.rangeClosed(1001, 1000 + SCANNED_CLOSED)
        .forEach(port -> expected.add("scanner %s %d refused 1".formatted(Network.SHOP, port)));
    IntStream.rangeClosed(1, SCANNED_SILENT)
        .forEach(port -> expected.add("scanner %s %d given_up 1".formatted(Network.NOWHERE, port)));
    assertFound(
        expected,
        incident.hunt("failed_connects"),
        "comm remote_address remote_port ending attempts");
  }

  @Test
  @DisplayName("the scanner tried many ports")
  void outboundScan() {
    assertFound(
        List.of(
            "scanner vertical %1$d 0 %1$d 0".formatted(SCANNED_CLOSED),
            "scanner vertical %1$d 0 0 %1$d".formatted(SCANNED_SILENT)),
        incident.hunt("outbound_scan"),
        "comm scan targets answered refused silent");
  }

  @Test
  @DisplayName("the retrier did not wait")
  void retryStorm() {
    assertFound(
        List.of("retrier %s 9999 %d 0".formatted(Network.SHOP, RETRIES)),
        incident.hunt("retry_storm"),
        "comm remote_address remote_port failed succeeded");
  }

  @Test
  @DisplayName("the crawler takes many ports")
  void connectionChurn() {
    assertFound(
        List.of("crawler %s 80 %d".formatted(Network.SHOP, CRAWLED)),
        incident.hunt("connection_churn", "min_sessions=5000"),
        "comm remote_address remote_port sessions");
  }

  @Test
  @DisplayName("whose SYN was lost waited")
  void slowHandshakes() {
    assertFound(
        Collections.nCopies(SLEEPERS, "sleepy " + SLOW_SITE + " 443"),
        incident.hunt("slow_handshakes"),
        "comm remote_address remote_port");
  }

  @Test
  @DisplayName("servers that forgot their sessions had them all at once")
  void listenerConcurrency() {
    assertFound(
        List.of("leaky 7001 %1$d %1$d".formatted(LEAKED), "deaf 7002 %1$d %1$d".formatted(STUCK)),
        incident.hunt("listener_concurrency", "bucket_seconds=1e9", "min_peak=20"),
        "comm local_port accepted peak");
  }

  @Test
  @DisplayName("the back door is new, and the kiosk is not that came back")
  void newListeners() {
    assertFound(
        List.of("backdoor 4444 2"), incident.hunt("new_listeners"), "comm local_port accepted");
  }
}
