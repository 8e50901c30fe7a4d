// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.event.InventoryRecord;
import tcplife.event.TcpState;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.SocketScript;
import tcplife.replay.Run;
import tcplife.sql.SqlRun;

/** SQL has the same sessions open at a moment as {@code ss --at} has. */
@Timeout(60)
class OpenAtAMomentTest {
  private static final String REMOTE = "10.0.0.2";
  private static final int STAYS = 2;
  private static final int LOST = 3;

  @TempDir private Path directory;
  private Path capture;

  /** Two recordings of a boot, and one of the next, in one capture. */
  @BeforeEach
  void makeCapture() {
    capture = directory.resolve("cap");
    Scene first = new Scene();
    opens(first, 1, 1).to(TcpState.CLOSE, Scene.ns(20), Scene.task("a"));
    opens(first, STAYS, 5);
    opens(first, LOST, 10);
    first
        .to(REMOTE, 4)
        .found(TcpState.ESTABLISHED, Scene.ns(0.8), Scene.task("older"))
        .to(TcpState.CLOSE, Scene.ns(30), Scene.task("older"));
    inventoried(first, 0.1, 0.9).calls("last", REMOTE, 99, 60, 0, 0).write(capture);
    Scene second = Scene.since(99.9);
    second
        .to(REMOTE, STAYS)
        .cookie(STAYS)
        .found(TcpState.ESTABLISHED, Scene.ns(100.1), Scene.task("stays"));
    second.to(REMOTE, 5).cookie(5).found(TcpState.ESTABLISHED, Scene.ns(100.1), Scene.task("new"));
    // What the inventory did not find is given up once something later is seen.
    second.calls("later", REMOTE, 98, 110, 0, 0);
    inventoried(second, 100, 100.2).calls("last", REMOTE, 99, 160, 0, 0).write(capture);
    Scene booted = Scene.later(1);
    booted.to(REMOTE, 6).found(TcpState.ESTABLISHED, Scene.ns(0.8), Scene.task("booted"));
    opens(booted, 7, 5);
    inventoried(booted, 0.1, 0.9).calls("last", REMOTE, 99, 60, 0, 0).write(capture);
  }

  private static SocketScript opens(Scene scene, int port, double at) {
    return scene
        .to(REMOTE, port)
        .cookie(port)
        .to(TcpState.SYN_SENT, Scene.ns(at) - 10_000, Scene.task("a"))
        .to(TcpState.ESTABLISHED, Scene.ns(at), CurrentTask.BYSTANDER);
  }

  private static Scene inventoried(Scene scene, double begin, double end) {
    scene
        .script()
        .inventory(Scene.ns(begin), InventoryRecord.BEGIN)
        .inventory(Scene.ns(end), InventoryRecord.END);
    return scene;
  }

  /** Ports of the remote, by ss. */
  private List<Integer> listed(String time) {
    return Run.of("ss", capture.toString(), "-H", "--at", time)
        .out()
        .lines()
        .map(line -> line.split(REMOTE + ":")[1].split("\\s")[0])
        .map(Integer::valueOf)
        .sorted()
        .toList();
  }

  private List<Integer> queried(String time) {
    String query = "SELECT remote_port FROM sessions_at('%s') ORDER BY 1".formatted(time);
    return SqlRun.query(List.of(capture), query, "--format=csv")
        .out()
        .lines()
        .skip(1)
        .map(Integer::valueOf)
        .toList();
  }

  @Test
  void asSsHasIt() {
    Map<String, String> moments =
        new TreeMap<>(
            Map.of(
                "2026-06-01T12:00:00.5", "",
                "2026-06-01T12:00:15", "1 2 3 4",
                "2026-06-01T12:00:20", "2 3 4",
                "2026-06-01T12:00:40", "2 3",
                "2026-06-01T12:01:20", "2 3",
                "2026-06-01T12:02:00", "2 5",
                "2026-06-01T12:02:39.5", "2 5",
                "2026-06-01T13:00:00.5", "",
                "2026-06-01T13:00:04", "6",
                "2026-06-01T13:00:59.5", "6 7"));
    moments.forEach(
        (time, ports) -> {
          List<Integer> expected =
              Arrays.stream(ports.split(" "))
                  .filter(each -> !each.isEmpty())
                  .map(Integer::valueOf)
                  .toList();
          assertEquals(expected, listed(time), "ss at " + time);
          assertEquals(expected, queried(time), "SQL at " + time);
        });
  }

  @Test
  void afterTheLastRecordingOfABootNothingIsKnown() {
    assertEquals(List.of(2, 5), listed("2026-06-01T12:30"), "and it says that nobody recorded");
    assertEquals(List.of(), queried("2026-06-01T12:30"));
  }

  @Test
  void whoTalkedFromAMomentOnIsWhoWasOpenThen() {
    String[] from = {"address=" + REMOTE, "from=2026-06-01T12:01:45"};
    assertEquals(
        List.of("a 2 1", "a 7 1", "booted 6 1", "last 99 0", "later 98 0", "new 5 1"),
        Hunt.of(capture, "who_talked_to", from).rows("comm service_port still_open").stream()
            .sorted()
            .distinct()
            .toList());
  }
}
