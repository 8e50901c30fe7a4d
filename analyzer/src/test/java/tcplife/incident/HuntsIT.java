// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tcplife.incident.Incident.ABORTED_BY_CLIENT;
import static tcplife.incident.Incident.ABORTED_BY_SERVER;
import static tcplife.incident.Incident.BEACONED;
import static tcplife.incident.Incident.BEACONS;
import static tcplife.incident.Incident.CRAWLED;
import static tcplife.incident.Incident.ELDERS;
import static tcplife.incident.Incident.HASTY;
import static tcplife.incident.Incident.LEAKED;
import static tcplife.incident.Incident.LODGERS;
import static tcplife.incident.Incident.RETRIES;
import static tcplife.incident.Incident.SCANNED_CLOSED;
import static tcplife.incident.Incident.SCANNED_SILENT;
import static tcplife.incident.Incident.SLEEPERS;
import static tcplife.incident.Incident.SLOW_SITE;
import static tcplife.incident.Incident.STOLEN;
import static tcplife.incident.Incident.STOLEN_TO;
import static tcplife.incident.Incident.STUCK;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.incident.Cast.Told;
import tcplife.live.Host;
import tcplife.live.Program;

/** Among more than 20,000 recorded sessions a hunt finds what was planted, and nothing else. */
@Timeout(300)
@DisplayName("In a recorded incident")
class HuntsIT {
  private static final int LEAST_SESSIONS = 20_000;

  /** Whom each server served, where all sessions were closed. */
  private static final Map<String, List<String>> SERVED =
      Map.ofEntries(
          Map.entry("web", List.of("crawler")),
          Map.entry("db", List.of("poller")),
          Map.entry("site", List.of("browser", "fetcher", "backup", "syncer", "sleepy")),
          Map.entry("printer", List.of("mailer")),
          Map.entry("depot", List.of("mover")),
          Map.entry("c2", List.of("implant")),
          Map.entry("dropbox", List.of("thief")),
          Map.entry("victim", List.of("rude")),
          Map.entry("grumpy", List.of("patient")),
          Map.entry("kiosk", List.of("shopper")),
          Map.entry("backdoor", List.of("visitor")));

  private static final List<String> WITH_OPEN_SESSIONS =
      List.of("elder", "lodger", "vault", "stuck", "deaf", "guest", "leaky");

  private static Incident incident;
  private static Path capture;

  @BeforeAll
  static void record(@TempDir Path directory) {
    Host.needRecording();
    Stream.of("ip", "ss", "tc", "sysctl").forEach(Host::needTool);
    Path all;
    try (Incident made = new Incident(directory)) {
      incident = made;
      all = incident.record(directory);
    }
    // Others may use the network of this host meanwhile.
    capture = directory.resolve("incident");
    Program.run(
        Host.TCPLIFE, "cut", all.toString(), "--addr", Network.ADDRESSES, "-o", capture.toString());
  }

  private static void assertFound(List<String> expected, Hunt hunt, String columns) {
    assertEquals(
        expected.stream().sorted().collect(Collectors.joining("\n")),
        hunt.rows(columns).stream().sorted().collect(Collectors.joining("\n")));
  }

  private static Told told(String name) {
    return incident.cast().told(name);
  }

  @Test
  @DisplayName("every program has carried what it says")
  void topTalkersByProcess() {
    Map<String, String> expected = new TreeMap<>();
    incident
        .cast()
        .clients()
        .forEach(
            name ->
                expected.put(
                    name,
                    "%s %d %d %d"
                        .formatted(
                            name,
                            told(name).sessions(),
                            told(name).sent(),
                            told(name).received())));
    SERVED.forEach(
        (server, clients) -> {
          Told all = clients.stream().map(HuntsIT::told).reduce(Told::and).orElseThrow();
          expected.put(
              server, "%s %d %d %d".formatted(server, all.sessions(), all.received(), all.sent()));
        });
    expected.put("scanner", "scanner %d 0 0".formatted(SCANNED_CLOSED + SCANNED_SILENT));
    WITH_OPEN_SESSIONS.forEach(expected::remove);
    Hunt hunt = Hunt.of(capture, "top_talkers_by_process", "top=100");

    assertEquals(
        new ArrayList<>(expected.values()),
        hunt.rows("comm sessions sent received").stream()
            .filter(row -> !WITH_OPEN_SESSIONS.contains(row.split(" ")[0]))
            .sorted()
            .toList());
    long sessions = sum(hunt, "sessions");
    assertTrue(sessions >= LEAST_SESSIONS, sessions + " sessions");
    System.out.printf("hunts: %d sessions recorded%n", sessions);
  }

  private static long sum(Hunt hunt, String column) {
    return hunt.rows(column).stream().mapToLong(Long::parseLong).sum();
  }

  @Test
  @DisplayName("the remotes that only one program met have what it told")
  void topTalkersByRemote() {
    Map<String, String> met =
        Map.of(
            BEACONED,
            "implant",
            STOLEN_TO,
            "thief",
            SLOW_SITE,
            "sleepy",
            Network.BRANCH,
            "mover",
            "198.19.77.77",
            "syncer");
    List<String> expected =
        new ArrayList<>(
            met.entrySet().stream()
                .map(
                    each ->
                        "%s 1 %d %d %d"
                            .formatted(
                                each.getKey(),
                                told(each.getValue()).sessions(),
                                told(each.getValue()).sent(),
                                told(each.getValue()).received()))
                .toList());
    expected.add("%s 1 %d 0 0".formatted(Network.NOWHERE, SCANNED_SILENT));
    Hunt hunt = Hunt.of(capture, "top_talkers_by_remote", "top=100");
    List<String> rows = hunt.rows("remote_address programs sessions sent received");

    assertEquals(
        expected.stream().sorted().toList(),
        rows.stream()
            .filter(row -> expected.stream().anyMatch(each -> sameAddress(each, row)))
            .sorted()
            .toList());
    assertEquals(
        sum(Hunt.of(capture, "top_talkers_by_process", "top=100"), "sessions"),
        sum(hunt, "sessions"));
  }

  private static boolean sameAddress(String one, String other) {
    return one.split(" ")[0].equals(other.split(" ")[0]);
  }

  @Test
  @DisplayName("the implant calls home")
  void beacons() {
    assertFound(
        List.of("implant %s 8444 %d".formatted(BEACONED, BEACONS)),
        Hunt.of(capture, "beacons", "min_interval_ms=100"),
        "comm remote_address remote_port sessions");
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
        Hunt.of(capture, "failed_connects"),
        "comm remote_address remote_port ending attempts");
  }

  @Test
  @DisplayName("the scanner tried many ports")
  void outboundScan() {
    assertFound(
        List.of(
            "scanner vertical %1$d 0 %1$d 0".formatted(SCANNED_CLOSED),
            "scanner vertical %1$d 0 0 %1$d".formatted(SCANNED_SILENT)),
        Hunt.of(capture, "outbound_scan"),
        "comm scan targets answered refused silent");
  }

  @Test
  @DisplayName("the retrier did not wait")
  void retryStorm() {
    assertFound(
        List.of("retrier %s 9999 %d 0".formatted(Network.SHOP, RETRIES)),
        Hunt.of(capture, "retry_storm"),
        "comm remote_address remote_port failed succeeded");
  }

  @Test
  @DisplayName("the sessions that were first are still there")
  void longLived() {
    List<String> expected = new ArrayList<>();
    expected.addAll(Collections.nCopies(ELDERS, "elder ESTABLISHED"));
    expected.addAll(Collections.nCopies(LODGERS, "lodger ESTABLISHED"));
    expected.addAll(Collections.nCopies(ELDERS + LODGERS, "vault ESTABLISHED"));
    assertFound(
        expected, Hunt.of(capture, "long_lived", "min_seconds=" + incident.lodged()), "comm state");
  }

  @Test
  @DisplayName("the thief sent much to where nobody else goes, the backup to where others go too")
  void exfiltration() {
    String stolen = "thief %s %d %d 0".formatted(STOLEN_TO, STOLEN, told("thief").sent());
    String saved = "backup 198.19.0.2 2 %d 2".formatted(told("backup").sent());
    String columns = "comm remote_address sessions sent other_programs";
    assertFound(List.of(stolen, saved), Hunt.of(capture, "exfiltration"), columns);
    assertFound(List.of(stolen), Hunt.of(capture, "exfiltration", "new_after_seconds=3"), columns);
  }

  @Test
  @DisplayName("the leaky server did not close")
  void closeWaitLeaks() {
    assertFound(
        List.of("leaky 7001 %1$d %1$d".formatted(LEAKED)),
        Hunt.of(capture, "close_wait_leaks", "min_seconds=" + incident.leaking()),
        "comm service_port sessions still_open");
  }

  @Test
  @DisplayName("what was said to the deaf server piles up")
  void finWaitPileUp() {
    assertFound(
        List.of("stuck 7002 FIN_WAIT1 " + STUCK),
        Hunt.of(capture, "fin_wait_pile_up"),
        "comm service_port state sessions");
  }

  @Test
  @DisplayName("the crawler takes many ports")
  void connectionChurn() {
    assertFound(
        List.of("crawler %s 80 %d".formatted(Network.SHOP, CRAWLED)),
        Hunt.of(capture, "connection_churn", "min_sessions=5000"),
        "comm remote_address remote_port sessions");
  }

  @Test
  @DisplayName("servers that forgot their sessions had them all at once")
  void listenerConcurrency() {
    assertFound(
        List.of("leaky 7001 %1$d %1$d".formatted(LEAKED), "deaf 7002 %1$d %1$d".formatted(STUCK)),
        Hunt.of(capture, "listener_concurrency", "bucket_seconds=1e9", "min_peak=20"),
        "comm local_port accepted peak");
  }

  @Test
  @DisplayName("whose SYN was lost waited")
  void slowHandshakes() {
    assertFound(
        Collections.nCopies(SLEEPERS, "sleepy " + SLOW_SITE + " 443"),
        Hunt.of(capture, "slow_handshakes"),
        "comm remote_address remote_port");
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
        Hunt.of(capture, "resets"),
        "comm originator service_port resets here there sessions");
  }

  @Test
  @DisplayName("what went over the narrow link went twice")
  void retransmitHeavy() {
    assertFound(
        Collections.nCopies(Incident.MOVED, "mover " + Network.BRANCH),
        // A machine with too much to do makes others send again too, but not that much.
        Hunt.of(capture, "retransmit_heavy", "min_share=0.05"),
        "comm remote_address");
  }

  @Test
  @DisplayName("only the thief talked with the place where the loot is")
  void whoTalkedTo() {
    assertFound(
        List.of("thief local 8445 %d %d".formatted(STOLEN, told("thief").sent())),
        Hunt.of(capture, "who_talked_to", "address=" + STOLEN_TO),
        "comm originator service_port sessions sent");
  }

  @Test
  @DisplayName("the back door is new, and the kiosk is not that came back")
  void newListeners() {
    assertFound(
        List.of("backdoor 4444 2"), Hunt.of(capture, "new_listeners"), "comm local_port accepted");
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
        expected, Hunt.of(capture, "first_seen", "since=" + incident.lateHours()), "what name");
  }

  @Test
  @DisplayName("a session of the thief can be followed")
  void sessionTimeline() {
    String cookie =
        Hunt.of(capture, "long_lived", "min_seconds=0").rows("comm cookie").stream()
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
        Hunt.of(capture, "session_timeline", "cookie=" + cookie).rows("old_state new_state comm"));
  }

  @Test
  @DisplayName("nothing is missing")
  void missing() {
    assertFound(List.of(), Hunt.of(capture, "missing"), "what");
  }
}
