// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tcplife.replay.Run;

/** The hunt for what is missing, of a recorder that was stopped beside one that was not. */
@Timeout(300)
@ExtendWith(RecordedIncident.Once.class)
@DisplayName("Of a recorder that was stopped")
class LossHuntIT {
  private static final String TRANSITIONS =
      "SELECT cookie || old_state || new_state, cookie, time FROM transitions "
          + "WHERE local_address LIKE '198.1%'";

  /** What the two recorders' clocks may differ by, ns. */
  private static final long CLOCKS = 1_000_000;

  private static NextMorning morning;
  private static Hunt hunt;

  @BeforeAll
  static void takeRecording(RecordedIncident recorded) {
    morning = recorded.next();
    hunt = Hunt.ofIncomplete(morning.lossy(), "missing");
  }

  /** A transition that only the other one has recorded. */
  private record Missing(String cookie, LocalDateTime time) {}

  private static Map<String, Missing> transitions(Path capture) {
    Map<String, Missing> transitions = new HashMap<>();
    for (String row : RecordedIncident.query(capture, TRANSITIONS)) {
      String[] values = row.split(",");
      transitions.put(values[0], new Missing(values[1], time(values[2])));
    }
    return transitions;
  }

  private static LocalDateTime time(String text) {
    return LocalDateTime.parse(text.replace(' ', 'T'));
  }

  private static List<Missing> missing() {
    Map<String, Missing> missing = transitions(morning.whole());
    missing.keySet().removeAll(transitions(morning.lossy()).keySet());
    assertTrue(missing.size() > NextMorning.CRAWLED, missing.size() + " transitions are missing");
    return List.copyOf(missing.values());
  }

  /** How many are told of a kind, by what is said of them. */
  private static Map<String, Long> counts(String kind) {
    Map<String, Long> counts = new TreeMap<>();
    for (String row : hunt.rows("what count why")) {
      String[] values = row.split(" ", 3);
      if (values[0].equals(kind)) {
        counts.merge(values[2], Long.parseLong(values[1]), Long::sum);
      }
    }
    return counts;
  }

  @Test
  @DisplayName("every lost transition is counted")
  void count() {
    Map<String, Long> lost = counts("lost");
    assertEquals(Set.of("ring_full"), lost.keySet());
    assertEquals(List.copyOf(lost.values()), List.copyOf(counts("capture").values()));
    long least = missing().size();
    assertTrue(lost.get("ring_full") >= least, lost + ", of transitions " + least);
  }

  @Test
  @DisplayName("every lost transition is within the time that is told")
  void time() {
    List<LocalDateTime[]> times = new ArrayList<>();
    List<String> since = hunt.rows("since");
    List<String> until = hunt.rows("until");
    List<String> what = hunt.rows("what");
    for (int i = 0; i < what.size(); i++) {
      if (what.get(i).equals("lost")) {
        times.add(
            new LocalDateTime[] {
              time(since.get(i)).minusNanos(CLOCKS), time(until.get(i)).plusNanos(CLOCKS)
            });
      }
    }
    for (Missing each : missing()) {
      assertTrue(
          times.stream()
              .anyMatch(time -> each.time.isAfter(time[0]) && each.time.isBefore(time[1])),
          each::toString);
    }
  }

  @Test
  @DisplayName("every session that lost a transition is told")
  void sessions() {
    Map<String, Long> told = new TreeMap<>();
    Run replay = Run.of("replay", "--json", "--open", morning.lossy().toString());
    for (String loss : List.of("possible", "certain", "end")) {
      long count = replay.out().lines().filter(line -> line.contains("\"loss\":\"" + loss)).count();
      if (count > 0) {
        told.put("a transition is lost: " + loss, count);
      }
    }
    assertEquals(told, counts("sessions"));
    Set<String> whole =
        new HashSet<>(
            RecordedIncident.query(
                morning.lossy(), "SELECT cookie FROM sessions WHERE loss = 'none'"));
    assertTrue(!whole.isEmpty(), "none is whole");
    missing().forEach(each -> assertTrue(!whole.contains(each.cookie), each::toString));
  }
}
