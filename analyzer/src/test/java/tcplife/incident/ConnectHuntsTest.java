// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.event.StateView;
import tcplife.event.TcpState;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;

/** Hunts for connects: that fail, are many, or take long. */
@Timeout(60)
class ConnectHuntsTest {
  private static final String SERVER = "10.0.0.2";
  private static final int SCANNED = 20;

  @TempDir private Path directory;

  private final Scene scene = new Scene();

  @Test
  void failedConnectsAreToldByKind() {
    scene
        .refused("a", SERVER, 80, 1)
        .refused("a", SERVER, 80, 2)
        .silent("a", SERVER, 80, 3)
        .silent("b", SERVER, 81, 4)
        .unsent("b", SERVER, 82, 4)
        .calls("c", SERVER, 82, 5, 1, 0)
        .to(SERVER, 83)
        .to(TcpState.SYN_SENT, Scene.ns(6), Scene.task("waits"));
    String columns = "comm remote_port ending error attempts";
    assertEquals(
        List.of(
            "a 80 refused ECONNREFUSED 2",
            "a 80 given_up null 1",
            "b 81 given_up null 1",
            "b 82 unsent null 1"),
        scene.hunt(directory, "failed_connects").rows(columns));
    assertEquals(
        List.of("a 80 refused ECONNREFUSED 2"),
        scene.hunt(directory, "failed_connects", "min_attempts=2").rows(columns));
  }

  @Test
  void aScanIsManyTargetsThatDoNotAnswer() {
    scene.calls("ports", SERVER, 22, 1, 1, 0);
    for (int i = 0; i < SCANNED; i++) {
      scene
          .refused("ports", SERVER, 100 + i, 1)
          .silent("hosts", "10.0.1." + i, 445, 2)
          .refused("retries", SERVER, 80, 1 + i)
          .calls("answered", "10.0.2." + i, 443, 1 + i, 1, 0)
          .calls("answered", "10.0.3." + i, 443, 1 + i, 1, 0)
          .refused("answered", "10.0.4." + i, 443, 1 + i);
    }
    for (int i = 1; i < SCANNED; i++) {
      scene.refused("few", SERVER, 200 + i, 1);
    }
    String columns = "comm scan targets remotes ports answered refused silent";
    assertEquals(
        List.of("ports vertical 21 1 21 1 20 0", "hosts horizontal 20 20 1 0 0 20"),
        scene.hunt(directory, "outbound_scan").rows(columns));
    assertEquals(
        List.of("answered horizontal 60 60 1 40 20 0"),
        scene.hunt(directory, "outbound_scan", "min_failed=0.3").rows(columns).subList(0, 1));
  }

  private void refused(CurrentTask by, int port, double at) {
    scene
        .to(SERVER, port)
        .to(TcpState.SYN_SENT, Scene.ns(at), by)
        .error(111)
        .to(TcpState.CLOSE, Scene.ns(at) + 50_000, CurrentTask.BYSTANDER);
  }

  @Test
  void aScanMayBeAProcessForEachConnect() {
    for (int i = 0; i < SCANNED; i++) {
      refused(new CurrentTask(5000 + i, "curl"), 300 + i, 1 + i);
      refused(new CurrentTask(6000, "nmap"), 100 + i, 1);
      refused(new CurrentTask(6001, "nmap"), 200 + i, 2);
      refused(new CurrentTask(7000 + i % 2, "few"), 100 + i / 2, 3);
    }
    refused(new CurrentTask(6002, "nmap"), 100, 3);
    assertEquals(
        List.of("curl null 20 20 20", "nmap 6000 1 20 20", "nmap 6001 1 20 20"),
        scene.hunt(directory, "outbound_scan").rows("comm pid processes targets refused"));
  }

  @Test
  void aRetryStormIsFastAndMany() {
    for (int i = 0; i < 50; i++) {
      scene
          .refused("storm", SERVER, 80, 1 + i * 0.1)
          .refused("patient", SERVER, 80, 1 + i * 1.1)
          .calls("works", SERVER, 80, 1 + i * 0.1, 0.01, 0);
    }
    for (int i = 0; i < 49; i++) {
      scene.refused("few", SERVER, 80, 1 + i * 0.1);
    }
    // What succeeds in between does not shorten the time between failures.
    scene.calls("storm", SERVER, 80, 1.03, 0.01, 0);
    String columns = "comm remote_address remote_port failed succeeded median_interval_ms";
    assertEquals(
        List.of("storm 10.0.0.2 80 50 1 100.0"),
        scene.hunt(directory, "retry_storm").rows(columns));
    assertEquals(
        List.of("patient 10.0.0.2 80 50 0 1100.0", "storm 10.0.0.2 80 50 1 100.0"),
        scene.hunt(directory, "retry_storm", "max_interval_ms=1100").rows(columns));
  }

  @Test
  void whatIsUnderWayHasNotFailedYetAndWhatFailedHereTellsOfNoTarget() {
    for (int i = 0; i < SCANNED; i++) {
      scene
          .refused("scan", SERVER, 100 + i, 1 + i)
          .unsent("scan", SERVER, 200 + i, 1 + i)
          .refused("storm", SERVER, 80, 1 + i)
          .unsent("ports", SERVER, 81, 1 + i);
      scene.to(SERVER, 300 + i).to(TcpState.SYN_SENT, Scene.ns(1 + i), Scene.task("scan"));
      scene.to(SERVER, 80).to(TcpState.SYN_SENT, Scene.ns(1.5 + i), Scene.task("storm"));
    }
    assertEquals(
        List.of("scan 20 0 20 0"),
        scene.hunt(directory, "outbound_scan").rows("comm targets answered refused silent"));
    assertEquals(
        List.of("ports 20 0 1000.0", "storm 20 0 1000.0"),
        scene
            .hunt(directory, "retry_storm", "min_attempts=20")
            .rows("comm failed succeeded median_interval_ms"));
  }

  @Test
  void ofWhatNobodyKnowsTheEndNothingTellsThatItWasAnswered() {
    for (int i = 0; i < SCANNED; i++) {
      scene.refused("scan", SERVER, 100 + i, 1 + i).refused("scan", SERVER, 80, 1 + i);
      for (int port : new int[] {80, 300 + i}) {
        // The first is as perf tells it, without the errno; the end of the second is lost.
        scene
            .to(SERVER, port)
            .to(TcpState.SYN_SENT, Scene.ns(1.2 + i), Scene.task("scan"))
            .error(StateView.UNKNOWN)
            .to(TcpState.CLOSE, Scene.ns(1.3 + i), CurrentTask.BYSTANDER);
        scene.to(SERVER, port).to(TcpState.SYN_SENT, Scene.ns(1.4 + i), Scene.task("scan"));
      }
    }
    scene.inventory(30).calls("last", SERVER, 1, 31, 0, 0);
    assertEquals(
        List.of("scan 21 0 21 0"),
        scene.hunt(directory, "outbound_scan").rows("comm targets answered refused silent"));
    assertEquals(
        List.of("scan 20 0"),
        scene.hunt(directory, "retry_storm", "min_attempts=20").rows("comm failed succeeded"));
  }

  @Test
  void churnIsCountedInTheWorstMinute() {
    for (int i = 0; i < 10; i++) {
      scene
          .calls("burst", SERVER, 80, 100 + i * 0.1, 0.01, 0)
          .calls("steady", SERVER, 81, 100 + i * 30, 0.01, 0)
          .serves("server", SERVER, 82, 100 + i, 0.01);
    }
    for (int i = 0; i < 9; i++) {
      scene.calls("few", SERVER, 83, 100 + i, 0.01, 0);
    }
    assertEquals(
        List.of("burst 80 10 10 0.1", "steady 81 10 3 0.03"),
        scene
            .hunt(directory, "connection_churn", "min_sessions=10", "ports=100")
            .rows("comm remote_port sessions peak pressure"));
  }

  @Test
  void aPortIsKeptFromTheEndOfItsSessionAndInItsNetworkNamespace() {
    // Opened over five minutes, and all closed within one second.
    for (int i = 0; i < 10; i++) {
      scene.calls("late", SERVER, 80, 100 + i * 30, 400 - i * 30 + i * 0.1, 0);
      for (int netns = 1; netns <= 2; netns++) {
        Lifecycle.client(
            scene.to(SERVER, 81).netns(netns),
            Scene.ns(100 + i),
            Scene.ns(100.5 + i),
            Scene.task("twice"));
      }
    }
    assertEquals(
        List.of("late 4026531992 10 3 0.1", "twice 1 10 10 0.1", "twice 2 10 10 0.1"),
        scene
            .hunt(directory, "connection_churn", "min_sessions=10", "ports=100")
            .rows("comm netns sessions peak pressure"));
  }

  @Test
  void whatFailsInAnotherNetworkNamespaceIsAnotherStorm() {
    for (int i = 0; i < 60; i++) {
      scene
          .to(SERVER, 80)
          .netns(i % 2 + 1)
          .to(TcpState.SYN_SENT, Scene.ns(1 + i * 0.1), Scene.task("client"))
          .error(111)
          .to(TcpState.CLOSE, Scene.ns(1.01 + i * 0.1), CurrentTask.BYSTANDER);
    }
    assertEquals(
        List.of("1 30 200.0", "2 30 200.0"),
        scene
            .hunt(directory, "retry_storm", "min_attempts=30")
            .rows("netns failed median_interval_ms"));
    assertEquals(
        List.of("1 30", "2 30"), scene.hunt(directory, "failed_connects").rows("netns attempts"));
  }

  @Test
  void aSlowHandshakeIsComparedWithTheUsual() {
    for (int i = 0; i < 5; i++) {
      scene.calls("quick", SERVER, 80, 1 + i, 0.1, 0);
    }
    connects("slow", 0.5);
    connects("nearly", 0.499);
    scene
        .to(SERVER, 80)
        .to(TcpState.SYN_SENT, Scene.ns(10), Scene.task("never"))
        .to(TcpState.CLOSE, Scene.ns(20), Scene.task("never"));
    assertEquals(
        List.of("slow 80 500.0 0.03 7"),
        scene
            .hunt(directory, "slow_handshakes")
            .rows("comm remote_port connecting_ms usual_ms sessions_there"));
  }

  private void connects(String comm, double seconds) {
    scene
        .to(SERVER, 80)
        .to(TcpState.SYN_SENT, Scene.ns(10), Scene.task(comm))
        .to(TcpState.ESTABLISHED, Scene.ns(10 + seconds), CurrentTask.BYSTANDER);
  }
}
