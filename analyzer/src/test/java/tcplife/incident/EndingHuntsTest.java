// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.event.TcpState;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;

/** Hunts for sessions that do not end well. */
@Timeout(60)
class EndingHuntsTest {
  private static final String PEER = "10.0.0.2";
  private static final int ECONNRESET = 104;

  @TempDir private Path directory;

  private final Scene scene = new Scene();

  /** The peer closes at a time; the owner closes then, or never if that is 0. */
  private void peerCloses(String comm, int port, double at, double closed) {
    var socket =
        Lifecycle.accepted(scene.from(PEER, port), Scene.ns(1))
            .to(TcpState.CLOSE_WAIT, Scene.ns(at), CurrentTask.BYSTANDER);
    if (closed > 0) {
      socket
          .to(TcpState.LAST_ACK, Scene.ns(closed), Scene.task(comm))
          .to(TcpState.CLOSE, Scene.ns(closed) + 1000, CurrentTask.BYSTANDER);
    }
  }

  @Test
  void aCloseWaitLeakIsOldOrWasSlow() {
    peerCloses("leak", 80, 10, 0);
    peerCloses("leak", 80, 30, 0);
    peerCloses("young", 81, 60, 0);
    peerCloses("slow", 82, 10, 80);
    peerCloses("quick", 83, 10, 11);
    scene.opens("older", PEER, 84, 1).to(TcpState.CLOSE_WAIT, Scene.ns(20), CurrentTask.BYSTANDER);
    scene.from(PEER, 85).found(TcpState.CLOSE_WAIT, Scene.ns(2), Scene.task("before"));
    foundThen("ancient", 88, TcpState.CLOSE_WAIT, 30);
    foundThen("fresh", 89, TcpState.CLOSE_WAIT, 99.5);
    endLost("lost", 86, TcpState.CLOSE_WAIT);
    scene.calls("last", PEER, 87, 100, 0, 0);
    String columns = "service_port sessions still_open least_seconds most_seconds";
    assertEquals(
        List.of("80 2 2 70.0 90.0", "82 1 0 70.0 70.0", "84 1 1 80.0 80.0", "88 1 1 70.0 70.0"),
        scene.hunt(directory, "close_wait_leaks").rows(columns).stream()
            .filter(row -> !row.contains("null"))
            .sorted()
            .toList());
    assertEquals(
        List.of("before 1 1 null"),
        scene
            .hunt(directory, "close_wait_leaks")
            .rows("comm still_open older most_seconds")
            .stream()
            .filter(row -> row.startsWith("before"))
            .toList());
    assertEquals(
        List.of("80 2 2 70.0 90.0"),
        scene.hunt(directory, "close_wait_leaks", "min_sessions=2").rows(columns));
    assertFalse(scene.hunt(directory, "close_wait_leaks").rows("comm").contains("lost"));
  }

  /** Was there before the recording, and came into a state at a time. */
  private void foundThen(String comm, int port, int state, double at) {
    CurrentTask task = Scene.task(comm);
    scene
        .script()
        .socket(Scene.HOST, port, PEER, port)
        .found(TcpState.ESTABLISHED, Scene.ns(2), task)
        .to(state, Scene.ns(at), task);
  }

  /** The socket is used again, so that its CLOSE must have been. */
  private void endLost(String comm, int port, int state) {
    scene
        .opens(comm, PEER, port, 1)
        .to(state, Scene.ns(20), CurrentTask.BYSTANDER)
        .in(TcpState.CLOSE)
        .to(TcpState.SYN_SENT, Scene.ns(90), Scene.task(comm));
  }

  private void closes(String comm, int port, int state, double at) {
    var socket =
        scene.opens(comm, PEER, port, 1).to(TcpState.FIN_WAIT1, Scene.ns(at), Scene.task(comm));
    if (state == TcpState.FIN_WAIT2) {
      socket.to(state, Scene.ns(at) + 1000, CurrentTask.BYSTANDER);
    }
  }

  @Test
  void finWaitsPileUpByState() {
    for (int i = 0; i < 10; i++) {
      closes("unheard", 80, TcpState.FIN_WAIT1, 10 + i);
      closes("unanswered", 81, TcpState.FIN_WAIT2, 10 + i);
      scene.calls("fine", PEER, 82, 1 + i, 1, 0);
    }
    for (int i = 0; i < 9; i++) {
      closes("few", 83, TcpState.FIN_WAIT1, 10);
    }
    for (int i = 0; i < 10; i++) {
      endLost("lost", 84, TcpState.FIN_WAIT1);
    }
    for (int i = 0; i < 10; i++) {
      foundThen("ancient", 86 + i, TcpState.FIN_WAIT1, 30);
      foundThen("fresh", 1086 + i, TcpState.FIN_WAIT1, 99.5);
      scene.from(PEER, 3000 + i).found(TcpState.FIN_WAIT2, Scene.ns(2), Scene.task("before"));
    }
    scene.calls("last", PEER, 85, 100, 0, 0);
    assertEquals(
        List.of("ancient 1 0 70.0", "before 1 1 null"),
        scene
            .hunt(directory, "fin_wait_pile_up", "min_sessions=1", "min_seconds=60")
            .rows("comm sessions older most_seconds")
            .stream()
            .filter(row -> row.matches("(ancient|before|fresh).*"))
            .sorted()
            .distinct()
            .toList());
    String columns = "comm service_port state sessions least_seconds most_seconds";
    assertEquals(
        List.of("unanswered 81 FIN_WAIT2 10 81.0 90.0", "unheard 80 FIN_WAIT1 10 81.0 90.0"),
        scene.hunt(directory, "fin_wait_pile_up").rows(columns));
    assertEquals(
        List.of("few 83 FIN_WAIT1 9 90.0 90.0"),
        scene
            .hunt(directory, "fin_wait_pile_up", "min_sessions=9", "min_seconds=90")
            .rows(columns));
  }

  @Test
  void aResetIsOfTheSideThatAborted() {
    scene.calls("here", PEER, 80, 1, 1, 0);
    for (int i = 0; i < 3; i++) {
      scene.opens("here", PEER, 80, 2).to(TcpState.CLOSE, Scene.ns(3), Scene.task("here"));
    }
    scene
        .opens("there", PEER, 81, 4)
        .error(ECONNRESET)
        .to(TcpState.CLOSE, Scene.ns(5), CurrentTask.BYSTANDER);
    Lifecycle.accepted(scene.from(PEER, 82), Scene.ns(6))
        .to(TcpState.CLOSE, Scene.ns(7), Scene.task("server"));
    scene.refused("refused", PEER, 83, 8).calls("fine", PEER, 84, 9, 1, 0);
    String columns =
        "comm originator service_address service_port resets here there sessions share";
    assertEquals(
        List.of(
            "here local 10.0.0.2 80 3 3 0 4 0.75",
            "server remote 10.0.0.1 82 1 1 0 1 1.0",
            "there local 10.0.0.2 81 1 0 1 1 1.0"),
        scene.hunt(directory, "resets").rows(columns));
    assertEquals(List.of("here"), scene.hunt(directory, "resets", "min_resets=2").rows("comm"));
    assertEquals(
        List.of("server", "there"), scene.hunt(directory, "resets", "min_share=0.8").rows("comm"));
  }

  private void resends(String comm, long sent, int segments, long bytes) {
    Lifecycle.client(
        scene.to(PEER, 80).payload(sent, 0).retransmitted(segments, bytes),
        Scene.ns(1),
        Scene.ns(2),
        Scene.task(comm));
  }

  @Test
  void retransmitsCountByTheirShare() {
    resends("heavy", 100_000, 10, 1_000);
    resends("light", 100_000, 10, 999);
    resends("few", 1_000, 9, 900);
    resends("empty", 0, 10, 0);
    assertEquals(
        List.of("heavy 100000 1000 0.01 10"),
        scene
            .hunt(directory, "retransmit_heavy")
            .rows("comm sent bytes_retransmitted share retransmits"));
    assertEquals(
        List.of("few 0.9", "heavy 0.01"),
        scene.hunt(directory, "retransmit_heavy", "min_retransmits=9").rows("comm share"));
  }
}
