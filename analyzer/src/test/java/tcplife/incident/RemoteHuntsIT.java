// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tcplife.incident.Network.BRANCH;
import static tcplife.incident.Network.OFFICE;
import static tcplife.incident.Network.SHOP;
import static tcplife.incident.Planted.BEACONED;
import static tcplife.incident.Planted.ELDERS;
import static tcplife.incident.Planted.LODGERS;
import static tcplife.incident.Planted.MOVED;
import static tcplife.incident.Planted.STOLEN;
import static tcplife.incident.Planted.STOLEN_TO;
import static tcplife.incident.RecordedIncident.assertFound;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Hunts for who talked with a remote, when and how long, in a recorded incident. */
@Timeout(300)
@ExtendWith(RecordedIncident.Once.class)
@DisplayName("In a recorded incident")
class RemoteHuntsIT {
  private static final String TALK =
      "comm originator service_port sessions still_open sent received";
  private static final String ODD = "comm sessions_at_odd_hours";
  private static final String MOMENTS =
      "SELECT %s FROM sessions WHERE comm = 'implant' ORDER BY opened_ns";

  /** What a call of the implant carries there and back, bytes: 12 of them tell what it asks for. */
  private static final int SENT = 12 + 64;

  private static final int BACK = 32;

  private static RecordedIncident incident;

  @BeforeAll
  static void takeRecording(RecordedIncident recorded) {
    incident = recorded;
  }

  @Test
  @DisplayName("the sessions that were first are still there")
  void longLived() {
    List<String> expected = new ArrayList<>();
    expected.addAll(Collections.nCopies(ELDERS, "elder ESTABLISHED 12 0"));
    expected.addAll(Collections.nCopies(ELDERS, "vault ESTABLISHED 0 12"));
    expected.addAll(Collections.nCopies(LODGERS, "lodger ESTABLISHED null null"));
    expected.addAll(Collections.nCopies(LODGERS, "vault ESTABLISHED null null"));
    Hunt hunt = incident.hunt("long_lived", "min_seconds=" + incident.lodged());
    assertFound(expected, hunt, "comm state sent received");
    assertEquals(
        Collections.nCopies(2 * ELDERS, "null true"),
        hunt.rows("opened at_least").subList(0, 2 * ELDERS));
    assertTrue(!hunt.rows("at_least").subList(2 * ELDERS, expected.size()).contains("true"));
  }

  @Test
  @DisplayName("the thief sent much to where nobody else goes, the backup to where others go too")
  void exfiltration() {
    String stolen = exfiltrated("thief", STOLEN_TO, STOLEN, 0);
    String saved = exfiltrated("backup", "198.19.0.2", 2, 1);
    String moved = exfiltrated("mover", BRANCH, MOVED, 0);
    String columns = "comm remote_address sessions sent received other_programs";
    assertFound(List.of(stolen, saved), incident.hunt("exfiltration"), columns);
    assertFound(List.of(stolen), incident.hunt("exfiltration", "new_after_seconds=10"), columns);
    assertFound(
        List.of(stolen, saved, moved),
        incident.hunt("exfiltration", "min_bytes=" + 1_000_000 * MOVED),
        columns);
  }

  private static String exfiltrated(String comm, String to, int sessions, int others) {
    return "%s %s %d %d 0 %d".formatted(comm, to, sessions, incident.told(comm).sent(), others);
  }

  @Test
  @DisplayName("whether the hour is odd is told by what the day is said to be")
  void exfiltrationAtOddHours() {
    String hours =
        "SELECT extract(hour FROM min(opened)), extract(hour FROM max(opened)) FROM sessions "
            + "WHERE originator = 'local' AND comm IN ('thief', 'backup')";
    String[] now = incident.query(hours).get(0).split(",");
    int first = Integer.parseInt(now[0]);
    int after = Integer.parseInt(now[1]) + 1;
    int otherwise = (first + 12) % 24;
    assertFound(List.of("thief 0", "backup 0"), atOddHours(first, after), ODD);
    assertFound(List.of("thief " + STOLEN, "backup 2"), atOddHours(otherwise, otherwise + 1), ODD);
  }

  private static Hunt atOddHours(int dayBegins, int dayEnds) {
    return incident.hunt("exfiltration", "day_begins=" + dayBegins, "day_ends=" + dayEnds);
  }

  @Test
  @DisplayName("only the thief talked with the place where the loot is")
  void whoTalkedTo() {
    assertFound(
        List.of("thief local 8445 %d 0 %d 0".formatted(STOLEN, incident.told("thief").sent())),
        incident.hunt("who_talked_to", "address=" + STOLEN_TO),
        TALK);
  }

  @Test
  @DisplayName("the calls within a time are told of both ends")
  void whoCalledWithinATime() {
    List<String> opened = incident.query(MOMENTS.formatted("opened"));
    List<String> closed = incident.query(MOMENTS.formatted("closed"));
    String from = "from=" + opened.get(9);
    String to = "to=" + closed.get(19);
    int within = 11;
    assertFound(
        List.of("implant local 8444 %d 0 %d %d".formatted(within, within * SENT, within * BACK)),
        incident.hunt("who_talked_to", "address=" + BEACONED, from, to),
        TALK);
    assertFound(
        List.of("c2 remote 8444 %d 0 %d %d".formatted(within, within * BACK, within * SENT)),
        incident.hunt("who_talked_to", "address=" + OFFICE, "port=8444", from, to),
        TALK);
    assertFound(
        List.of(),
        incident.hunt("who_talked_to", "address=" + STOLEN_TO, "to=" + incident.lateHours()),
        TALK);
  }

  @Test
  @DisplayName("who was there before the recording counts at any time")
  void whoTalkedBefore() {
    String elder = "elder null 7005 %1$d %1$d".formatted(ELDERS);
    String lodger = "lodger local 7005 %1$d %1$d".formatted(LODGERS);
    String columns = "comm originator service_port sessions still_open";
    String[] vault = {"address=" + SHOP, "port=7005", "from=" + incident.lateHours()};
    assertFound(List.of(elder, lodger), incident.hunt("who_talked_to", vault), columns);
    vault[2] = "to=2001-01-01";
    assertFound(List.of(elder), incident.hunt("who_talked_to", vault), columns);
  }
}
