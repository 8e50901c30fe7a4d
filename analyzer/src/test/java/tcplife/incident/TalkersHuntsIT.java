// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tcplife.incident.Network.BRANCH;
import static tcplife.incident.Network.NOWHERE;
import static tcplife.incident.Network.NO_HOST;
import static tcplife.incident.Planted.BEACONED;
import static tcplife.incident.Planted.CHATTED;
import static tcplife.incident.Planted.MOVED;
import static tcplife.incident.Planted.SCANNED_PORTS;
import static tcplife.incident.Planted.SCANNED_SILENT;
import static tcplife.incident.Planted.SLOW_SITE;
import static tcplife.incident.Planted.STOLEN_TO;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tcplife.incident.Cast.Told;

/** Hunts for who carried how much, in a recorded incident. */
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
          Map.entry("site", List.of("browser", "chatter", "fetcher", "backup", "syncer", "sleepy")),
          Map.entry("printer", List.of("mailer")),
          Map.entry("depot", List.of("mover")),
          Map.entry("c2", List.of("implant")),
          Map.entry("dropbox", List.of("thief")),
          Map.entry("victim", List.of("rude")),
          Map.entry("grumpy", List.of("patient")),
          Map.entry("hall", List.of("regular", "passer", "latecomer")),
          Map.entry("packed", List.of("queuer")),
          Map.entry("kiosk", List.of("shopper")),
          Map.entry("backdoor", List.of("visitor")));

  private static final List<String> WITH_OPEN_SESSIONS =
      List.of("elder", "lodger", "vault", "stuck", "deaf", "guest", "waiter", "leaky");

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
    expected.put("scanner", "scanner %d 0 0".formatted(SCANNED_PORTS + SCANNED_SILENT));
    expected.put("closet", "closet 1 0 0");
    WITH_OPEN_SESSIONS.forEach(expected::remove);
    Hunt hunt = incident.hunt("top_talkers_by_process", "top=100");

    assertEquals(
        new ArrayList<>(expected.values()),
        hunt.rows("comm sessions sent received").stream()
            .filter(row -> !WITH_OPEN_SESSIONS.contains(row.split(" ")[0]))
            .map(row -> withoutStray(row, expected))
            .sorted()
            .toList());
    long sessions = sum(hunt, "sessions");
    assertTrue(sessions >= LEAST_SESSIONS, sessions + " sessions");
    System.out.printf("hunts: %d sessions recorded%n", sessions);
  }

  /** A stray session carries nothing. */
  private static String withoutStray(String row, Map<String, String> expected) {
    String[] values = row.split(" ");
    if (!Background.PROGRAMS.contains(values[0]) || !expected.containsKey(values[0])) {
      return row;
    }
    String told = expected.get(values[0]).split(" ")[1];
    long stray = Long.parseLong(values[1]) - Long.parseLong(told);
    if (stray >= 0 && stray <= Background.MOST_STRAY) {
      values[1] = told;
    }
    return String.join(" ", values);
  }

  @Test
  @DisplayName("the remotes that only one program met have what it told")
  void topTalkersByRemote() {
    Map<String, String> met =
        Map.of(
            BEACONED,
            "implant",
            CHATTED,
            "chatter",
            STOLEN_TO,
            "thief",
            SLOW_SITE,
            "sleepy",
            NO_HOST,
            "stray",
            "198.19.77.77",
            "syncer");
    Hunt hunt = incident.hunt("top_talkers_by_remote", "top=100");
    Map<String, String> rows =
        hunt.rows("remote_address programs sessions outgoing incoming sent received").stream()
            .map(row -> row.split(" ", 2))
            .collect(Collectors.toMap(row -> row[0], row -> row[1]));
    met.forEach(
        (remote, program) -> {
          Told told = incident.told(program);
          String expected = "1 %1$d %1$d 0 %2$d %3$d";
          assertEquals(
              expected.formatted(told.sessions(), told.sent(), told.received()),
              rows.get(remote),
              remote);
        });
    // It was called by one, and some came from it; and one was called in vain, by two.
    int both = MOVED + Hall.PASSERS;
    assertEquals(
        "2 %d %d %d %d %d"
            .formatted(
                both,
                MOVED,
                Hall.PASSERS,
                incident.told("mover").sent(),
                incident.told("passer").sent()),
        rows.get(BRANCH));
    assertEquals("2 %1$d %1$d 0 0 0".formatted(SCANNED_SILENT + 1), rows.get(NOWHERE));
    assertEquals(
        sum(incident.hunt("top_talkers_by_process", "top=100"), "sessions"), sum(hunt, "sessions"));
  }

  private static long sum(Hunt hunt, String column) {
    return hunt.rows(column).stream().mapToLong(Long::parseLong).sum();
  }
}
