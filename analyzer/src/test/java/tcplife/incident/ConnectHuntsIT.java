// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tcplife.incident.Network.NOWHERE;
import static tcplife.incident.Network.NO_HOST;
import static tcplife.incident.Network.OFFICE;
import static tcplife.incident.Network.SHOP;
import static tcplife.incident.Planted.ABORTED_BY_CLIENT;
import static tcplife.incident.Planted.ABORTED_BY_SERVER;
import static tcplife.incident.Planted.CRAWLED;
import static tcplife.incident.Planted.FETCHED;
import static tcplife.incident.Planted.FETCHED_FROM;
import static tcplife.incident.Planted.FIRST_PORT;
import static tcplife.incident.Planted.HASTY;
import static tcplife.incident.Planted.INFECTED;
import static tcplife.incident.Planted.OPEN_PORT;
import static tcplife.incident.Planted.POLLED;
import static tcplife.incident.Planted.QUEUED;
import static tcplife.incident.Planted.RETRIES;
import static tcplife.incident.Planted.SCANNED_PORTS;
import static tcplife.incident.Planted.SCANNED_SILENT;
import static tcplife.incident.Planted.SLEEPERS;
import static tcplife.incident.Planted.SLOW_SITE;
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

/** Hunts for connects that fail, are many or take long, in a recorded incident. */
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
  @DisplayName("connects failed in each way")
  void failedConnects() {
    List<String> expected =
        new ArrayList<>(
            List.of(
                "retrier %s 9999 refused ECONNREFUSED %d".formatted(SHOP, RETRIES),
                "hasty %s 9998 refused ECONNREFUSED %d".formatted(SHOP, HASTY),
                "stray %s 80 unreachable EHOSTUNREACH 1".formatted(NO_HOST),
                "astray %s 80 timeout ETIMEDOUT 1".formatted(NOWHERE)));
    IntStream.range(FIRST_PORT, FIRST_PORT + SCANNED_PORTS)
        .filter(port -> port != OPEN_PORT)
        .mapToObj(port -> "scanner %s %d refused ECONNREFUSED 1".formatted(SHOP, port))
        .forEach(expected::add);
    IntStream.rangeClosed(1, SCANNED_SILENT)
        .mapToObj(port -> "scanner %s %d given_up null 1".formatted(NOWHERE, port))
        .forEach(expected::add);
    IntStream.rangeClosed(1, INFECTED)
        .mapToObj(host -> "worm 198.19.50.%d 23 refused ECONNREFUSED 1".formatted(host))
        .forEach(expected::add);
    assertFound(
        expected,
        incident.hunt("failed_connects"),
        "comm remote_address remote_port ending error attempts");
  }

  @Test
  @DisplayName("the scanner tried many ports, the worm many remotes")
  void outboundScan() {
    assertFound(
        List.of(
            "scanner vertical %1$d 1 %1$d 1 %2$d 0".formatted(SCANNED_PORTS, SCANNED_PORTS - 1),
            "scanner vertical %1$d 1 %1$d 0 0 %1$d".formatted(SCANNED_SILENT),
            "worm horizontal %1$d %1$d 1 0 %1$d 0".formatted(INFECTED)),
        incident.hunt("outbound_scan"),
        "comm scan targets remotes ports answered refused silent");
  }

  @Test
  @DisplayName("the retrier did not wait")
  void retryStorm() {
    Hunt hunt = incident.hunt("retry_storm");
    assertFound(
        List.of("retrier %s 9999 %d 0".formatted(SHOP, RETRIES)),
        hunt,
        "comm remote_address remote_port failed succeeded");
    double interval = Double.parseDouble(hunt.rows("median_interval_ms").get(0));
    assertTrue(interval >= 10 && interval < 1000, interval + " ms"); // it sleeps for 10
  }

  @Test
  @DisplayName("the crawler keeps as many ports as the kernel says, who does not close first none")
  void connectionChurn() {
    String kept = incident.portsKept() / 1000.0 + "";
    assertFound(
        List.of(
            "crawler %s 80 %2$d %2$d %3$s".formatted(SHOP, CRAWLED, kept),
            "poller %s 5432 %2$d %2$d %3$s".formatted(SHOP, POLLED, POLLED / 1000.0),
            "rude %s 7003 %2$d %2$d 0.0".formatted(SHOP, ABORTED_BY_CLIENT),
            "patient %s 7004 %2$d %2$d 0.0".formatted(SHOP, ABORTED_BY_SERVER),
            "retrier %s 9999 %2$d %2$d 0.0".formatted(SHOP, RETRIES),
            "mailer %s 631 100 100 0.1".formatted(OFFICE)),
        incident.hunt("connection_churn", "min_sessions=100", "ports=1000"),
        "comm remote_address remote_port sessions peak pressure");
  }

  @Test
  @DisplayName("who closes last keeps no port")
  void churnOfTheServer() {
    Hunt hunt = incident.hunt("connection_churn", "min_sessions=80");
    assertEquals(
        IntStream.rangeClosed(1, FETCHED_FROM)
            .mapToObj(
                i ->
                    "fetcher 198.19.0.%d %d 0.0"
                        .formatted(i, (FETCHED + FETCHED_FROM - i) / FETCHED_FROM))
            .sorted()
            .toList(),
        hunt.rows("comm remote_address sessions pressure").stream()
            .filter(row -> row.startsWith("fetcher "))
            .sorted()
            .toList());
  }

  @Test
  @DisplayName("whose SYN was lost waited, and whom a full backlog kept out")
  void slowHandshakes() {
    Hunt hunt = incident.hunt("slow_handshakes");
    List<String> expected =
        new ArrayList<>(
            Collections.nCopies(SLEEPERS, "sleepy %s 443 %d".formatted(SLOW_SITE, SLEEPERS)));
    int queuers = (int) incident.told("queuer").sessions();
    expected.addAll(Collections.nCopies(QUEUED, "queuer %s 7008 %d".formatted(SHOP, queuers)));
    assertFound(expected, hunt, "comm remote_address remote_port sessions_there");
    hunt.rows("retransmits")
        .forEach(each -> assertTrue(Integer.parseInt(each) > 0, "SYNs sent again: " + each));
    for (String row : hunt.rows("comm connecting_ms usual_ms")) {
      String[] values = row.split(" ");
      double usual = Double.parseDouble(values[2]);
      assertTrue(Double.parseDouble(values[1]) >= 1000, row);
      assertEquals(values[0].equals("sleepy"), usual >= 1000, row);
    }
  }
}
