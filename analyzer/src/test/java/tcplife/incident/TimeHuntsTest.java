// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.event.TcpState;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;

/** Hunts for what repeats, or lasts. */
@Timeout(60)
class TimeHuntsTest {
  private static final String REMOTE = "203.0.113.5";
  private static final int CALLS = 48;
  private static final double HOUR = 3600;
  private static final double INTERVAL = HOUR / CALLS;
  private static final long SEED = 20260601;

  @TempDir private Path directory;

  private final Scene scene = new Scene();

  @Test
  void aBeaconIsRegularInTimeAndSize() {
    Random random = new Random(SEED);
    double now = 1;
    for (int i = 0; i < CALLS; i++) {
      scene
          .calls("exact", REMOTE, 1, 1 + i * INTERVAL, 1, 100)
          .calls("jitters", REMOTE, 2, 8 + (i + random.nextDouble() * 0.2) * INTERVAL, 1, 100)
          .calls("short", REMOTE, 3, 100 + i * 2, 1, 100)
          .calls("fast", REMOTE, 4, 100 + i * 0.9, 0.1, 100);
      now -= Math.log(1 - random.nextDouble()) * INTERVAL;
      scene.calls("random", REMOTE, 5, now, 1, Math.round(1000 * random.nextDouble()));
    }
    for (int i = 0; i < 19; i++) {
      scene.calls("few", REMOTE, 6, 1 + i * HOUR / 19, 1, 100);
    }
    assertEquals(
        List.of("exact 1 48 1.0 100.0", "jitters 2 48 1.0 100.0"),
        scene.hunt(directory, "beacons").rows("comm remote_port sessions size_score median_size"));
    assertEquals(
        List.of("exact 1.0"),
        scene.hunt(directory, "beacons", "min_score=0.99").rows("comm interval_score"));
    assertEquals(
        List.of("short 1.0 1.0"),
        scene
            .hunt(directory, "beacons", "min_score=0.45")
            .rows("comm interval_score size_score")
            .stream()
            .filter(row -> row.startsWith("short"))
            .toList());
  }

  @Test
  void aBeaconIsHeldAgainstAllOfTheRecording() {
    for (int i = 0; i < CALLS; i++) {
      scene.calls("half", REMOTE, 1, HOUR + i * INTERVAL, 1, 100);
    }
    scene.serves("web", REMOTE, 80, 2 * HOUR, 0);
    assertEquals(
        List.of("0.49 1.0"),
        scene.hunt(directory, "beacons", "min_score=0.5").rows("duration_score interval_score"));
    assertEquals(
        List.of("0.979"),
        scene.hunt(directory, "beacons", "--from=+1h", "min_score=0.5").rows("duration_score"));
  }

  @Test
  void callsFromAnotherNetworkNamespaceAreOthers() {
    for (int i = 0; i < CALLS; i++) {
      for (int netns = 1; netns <= 2; netns++) {
        double at = 1 + (i + netns * 0.3 - 0.3) * INTERVAL;
        Lifecycle.client(
            scene.to(REMOTE, 1).netns(netns).payload(100, 0),
            Scene.ns(at),
            Scene.ns(at + 1),
            Scene.task("agent"));
      }
    }
    assertEquals(
        List.of("1 48 1.0 75000.0", "2 48 1.0 75000.0"),
        scene.hunt(directory, "beacons").rows("netns sessions interval_score median_interval_ms"));
  }

  @Test
  void longLivedSessionsAreClosedOrOpenOrOlderThanTheRecording() {
    scene
        .calls("long", REMOTE, 1, 1, HOUR, 10, 20)
        .calls("shorter", REMOTE, 2, 1, HOUR - 1, 0)
        .calls("last", REMOTE, 3, HOUR + 10, 0, 0);
    scene.opens("open", REMOTE, 4, 10);
    scene.opens("young", REMOTE, 5, 11);
    scene.to(REMOTE, 6).found(TcpState.ESTABLISHED, Scene.ns(1), Scene.task("older"));
    assertEquals(
        List.of("older ESTABLISHED 3609.0", "long CLOSE 3600.0", "open ESTABLISHED 3600.0"),
        scene.hunt(directory, "long_lived").rows("comm state seconds"));
  }

  @Test
  void longLivedAreAlsoThoseOfWhichOnlyAPartIsKnown() {
    scene
        .to(REMOTE, 1)
        .found(TcpState.ESTABLISHED, Scene.ns(1), Scene.task("older"))
        .to(TcpState.CLOSE, Scene.ns(HOUR + 1), Scene.task("older"));
    scene
        .to(REMOTE, 2)
        .found(TcpState.ESTABLISHED, Scene.ns(2), Scene.task("short"))
        .to(TcpState.CLOSE, Scene.ns(HOUR + 1), Scene.task("short"));
    scene.opens("lost", REMOTE, 3, 10);
    scene.inventory(HOUR + 20).calls("long", REMOTE, 4, 1, HOUR + 50, 0);
    assertEquals(
        List.of("long 3650.0 false", "lost true", "older 3600.0 true"),
        scene.hunt(directory, "long_lived").rows("comm seconds at_least").stream()
            .map(row -> row.replaceFirst("^lost 36[12]\\d\\.\\d+", "lost"))
            .toList());
  }

  @Test
  void concurrencyIsThePeakOfEachTimeAndPort() {
    scene
        .serves("web", REMOTE, 80, 1, 10)
        .serves("web", REMOTE, 80, 2, 10)
        .serves("web", REMOTE, 80, 13, 1)
        .serves("web", REMOTE, 80, 59, 10)
        .serves("web", REMOTE, 80, 65, 1)
        .serves("db", REMOTE, 5432, 1, 1)
        .calls("client", REMOTE, 80, 1, 100, 0);
    String columns = "comm local_port accepted peak";
    assertEquals(
        List.of("web 80 4 2", "web 80 1 2", "db 5432 1 1"),
        scene.hunt(directory, "listener_concurrency").rows(columns));
    assertEquals(
        List.of("web 80 5 2"),
        scene
            .hunt(directory, "listener_concurrency", "bucket_seconds=1e9", "min_peak=2")
            .rows(columns));
    assertEquals(
        List.of("web 80 2 2", "web 80 1 2", "web 80 1 1", "web 80 1 2"),
        scene
            .hunt(directory, "listener_concurrency", "bucket_seconds=5")
            .rows(columns)
            .subList(0, 4),
        "both are still open as the second time begins");
  }

  @Test
  void whatIsOpenAtABootIsNotCountedAfterTheNext() {
    Scene before = new Scene();
    Scene after = Scene.later(1).serves("web", REMOTE, 80, 1, 1);
    before
        .from(REMOTE, 80)
        .in(TcpState.LISTEN)
        .to(TcpState.SYN_RECV, Scene.ns(1), CurrentTask.BYSTANDER)
        .to(TcpState.ESTABLISHED, Scene.ns(1.1), CurrentTask.BYSTANDER);
    Path capture = directory.resolve("cap");
    before.write(capture);
    after.write(capture);
    assertEquals(
        List.of("1 1", "1 1"), Hunt.of(capture, "listener_concurrency").rows("accepted peak"));
  }
}
