// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tcplife.incident.Incident.BEACONED;
import static tcplife.incident.Incident.BEACONS;
import static tcplife.incident.Incident.ELDERS;
import static tcplife.incident.Incident.LODGERS;
import static tcplife.incident.Incident.SCANNED_CLOSED;
import static tcplife.incident.Incident.SCANNED_SILENT;
import static tcplife.incident.Incident.SLOW_SITE;
import static tcplife.incident.Incident.STOLEN;
import static tcplife.incident.Incident.STOLEN_TO;
import static tcplife.incident.RecordedIncident.assertFound;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tcplife.incident.Cast.Told;

/** Hunts for who exchanged how much with whom, and how often, in a recorded incident. */
@Timeout(300)
@ExtendWith(RecordedIncident.Once.class)
@DisplayName("In a recorded incident")
class TalkersHuntsIT {
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

  private static RecordedIncident incident;

  @BeforeAll
  static void takeRecording(RecordedIncident recorded) {
    incident = recorded;
  }

  @Test
  @DisplayName("every program has carried what it says")
  void topTalkersByProcess() {
    Map<String, String> expected = new TreeMap<>();
    incident
        .clients()
        .forEach(
            name ->
                expected.put(
                    name,
                    "%s %d %d %d"
                        .formatted(
                            name,
                            incident.told(name).sessions(),
                            incident.told(name).sent(),
                            incident.told(name).received())));
    SERVED.forEach(
        (server, clients) -> {
          Told all = clients.stream().map(incident::told).reduce(Told::and).orElseThrow();
          expected.put(
              server, "%s %d %d %d".formatted(server, all.sessions(), all.received(), all.sent()));
        });
    expected.put("scanner", "scanner %d 0 0".formatted(SCANNED_CLOSED + SCANNED_SILENT));
    WITH_OPEN_SESSIONS.forEach(expected::remove);
    Hunt hunt = incident.hunt("top_talkers_by_process", "top=100");

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
                                incident.told(each.getValue()).sessions(),
                                incident.told(each.getValue()).sent(),
                                incident.told(each.getValue()).received()))
                .toList());
    expected.add("%s 1 %d 0 0".formatted(Network.NOWHERE, SCANNED_SILENT));
    Hunt hunt = incident.hunt("top_talkers_by_remote", "top=100");
    List<String> rows = hunt.rows("remote_address programs sessions sent received");

    assertEquals(
        expected.stream().sorted().toList(),
        rows.stream()
            .filter(row -> expected.stream().anyMatch(each -> sameAddress(each, row)))
            .sorted()
            .toList());
    assertEquals(
        sum(incident.hunt("top_talkers_by_process", "top=100"), "sessions"), sum(hunt, "sessions"));
  }

  @Test
  @DisplayName("the implant calls home")
  void beacons() {
    assertFound(
        List.of("implant %s 8444 %d".formatted(BEACONED, BEACONS)),
        incident.hunt("beacons", "min_interval_ms=100"),
        "comm remote_address remote_port sessions");
  }

  @Test
  @DisplayName("the sessions that were first are still there")
  void longLived() {
    List<String> expected = new ArrayList<>();
    expected.addAll(Collections.nCopies(ELDERS, "elder ESTABLISHED"));
    expected.addAll(Collections.nCopies(LODGERS, "lodger ESTABLISHED"));
    expected.addAll(Collections.nCopies(ELDERS + LODGERS, "vault ESTABLISHED"));
    assertFound(
        expected, incident.hunt("long_lived", "min_seconds=" + incident.lodged()), "comm state");
  }

  @Test
  @DisplayName("the thief sent much to where nobody else goes, the backup to where others go too")
  void exfiltration() {
    String stolen = "thief %s %d %d 0".formatted(STOLEN_TO, STOLEN, incident.told("thief").sent());
    String saved = "backup 198.19.0.2 2 %d 2".formatted(incident.told("backup").sent());
    String columns = "comm remote_address sessions sent other_programs";
    assertFound(List.of(stolen, saved), incident.hunt("exfiltration"), columns);
    assertFound(List.of(stolen), incident.hunt("exfiltration", "new_after_seconds=3"), columns);
  }

  @Test
  @DisplayName("only the thief talked with the place where the loot is")
  void whoTalkedTo() {
    assertFound(
        List.of("thief local 8445 %d %d".formatted(STOLEN, incident.told("thief").sent())),
        incident.hunt("who_talked_to", "address=" + STOLEN_TO),
        "comm originator service_port sessions sent");
  }

  private static long sum(Hunt hunt, String column) {
    return hunt.rows(column).stream().mapToLong(Long::parseLong).sum();
  }

  private static boolean sameAddress(String one, String other) {
    return one.split(" ")[0].equals(other.split(" ")[0]);
  }
}
