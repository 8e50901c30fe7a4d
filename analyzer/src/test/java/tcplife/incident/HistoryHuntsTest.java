// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.event.TcpState;
import tcplife.fixture.CurrentTask;

/** Hunts for what is new, what one session did, and what is missing. */
@Timeout(60)
class HistoryHuntsTest {
  private static final String KNOWN = "10.0.0.2";
  private static final String NEW = "203.0.113.5";

  @TempDir private Path directory;

  private final Scene scene = new Scene();

  private void listens(String comm, int port, double from, double to) {
    var socket = scene.listener(port).to(TcpState.LISTEN, Scene.ns(from), Scene.task(comm));
    if (to > 0) {
      socket.to(TcpState.CLOSE, Scene.ns(to), Scene.task(comm));
    }
  }

  @Test
  void aListenerIsNewThatWasNotThereUnderItsName() {
    scene
        .listener(80)
        .found(TcpState.LISTEN, Scene.ns(1), Scene.task("nginx"))
        .to(TcpState.CLOSE, Scene.ns(10), Scene.task("nginx"));
    listens("nginx", 80, 11, 0);
    listens("nc", 80, 20, 21);
    listens("nc", 80, 22, 0);
    listens("shell", 40000, 30, 0);
    scene.serves("shell", NEW, 40000, 31, 1).serves("shell", KNOWN, 40000, 32, 1);
    scene.serves("nginx", KNOWN, 80, 5, 1);
    assertEquals(
        List.of("nc 80 1", "shell 40000 2"),
        scene.hunt(directory, "new_listeners").rows("comm local_port accepted"));
    assertEquals(
        List.of("nc"), scene.hunt(directory, "new_listeners", "max_port=32767").rows("comm"));
  }

  @Test
  void whatIsFirstSeenIsInNoEarlierCapture() {
    Path before =
        scene
            .calls("curl", KNOWN, 443, 1, 1, 10)
            .calls("nginx", KNOWN, 443, 2, 1, 10)
            .write(directory.resolve("before"));
    Scene after = Scene.later(1).calls("curl", KNOWN, 443, 3, 1, 10);
    after.calls("curl", NEW, 443, 4, 1, 10).calls("implant", NEW, 443, 5, 1, 20);
    after.to("10.0.0.9", 22).found(TcpState.ESTABLISHED, Scene.ns(1), Scene.task("ssh"));
    List<Path> captures = List.of(before, after.write(directory.resolve("after")));
    String columns = "what name sessions sent with_first with_how_many";
    List<String> news =
        List.of("remote 203.0.113.5 2 30 curl 2", "program implant 1 20 203.0.113.5 1");
    assertEquals(news, Hunt.of(captures, "first_seen").rows(columns));
    assertEquals(
        List.of("program nginx", "remote 203.0.113.5", "program implant"),
        Hunt.of(captures, "first_seen", "since=2026-06-01T12:00:01.5").rows("what name"));
    assertEquals(
        news.subList(1, 2),
        Hunt.of(captures, "first_seen", "since=2026-06-01T13:00:04.5").rows(columns));
  }

  @Test
  void whatIsFirstSeenOnAHostIsNewSinceItsOwnLastCapture() {
    Path before = scene.calls("curl", KNOWN, 443, 1, 1, 10).write(directory.resolve("before"));
    Scene after = Scene.later(1).calls("implant", NEW, 443, 5, 1, 20);
    Scene other = Scene.later(9).calls("sshd", NEW, 22, 1, 1, 20);
    Path elsewhere = other.writeOf("other", directory.resolve("elsewhere"));
    List<Path> captures = List.of(before, after.write(directory.resolve("after")), elsewhere);
    assertEquals(
        List.of(
            "program host implant",
            "remote host 203.0.113.5",
            "program other sshd",
            "remote other 203.0.113.5"),
        Hunt.of(captures, "first_seen").rows("what host name"));
  }

  @Test
  void aListenerOfAnotherNetworkNamespaceIsAnotherOne() {
    scene.listener(80).netns(1).found(TcpState.LISTEN, Scene.ns(1), Scene.task("nginx"));
    scene.listener(80).netns(2).to(TcpState.LISTEN, Scene.ns(2), Scene.task("nginx"));
    assertEquals(List.of("2 80"), scene.hunt(directory, "new_listeners").rows("netns local_port"));
  }

  @Test
  void aContainerThatIsStartedAgainHasTheSameListener() {
    scene
        .listener(80)
        .netns(1)
        .found(TcpState.LISTEN, Scene.ns(1), Scene.task("nginx"))
        .to(TcpState.CLOSE, Scene.ns(10), Scene.task("nginx"));
    scene.listener(80).netns(2).to(TcpState.LISTEN, Scene.ns(12), Scene.task("nginx"));
    scene.listener(81).netns(3).found(TcpState.LISTEN, Scene.ns(1), Scene.task("web"));
    scene.listener(81).netns(4).to(TcpState.LISTEN, Scene.ns(12), Scene.task("web"));
    Scene booted = Scene.later(1);
    booted.listener(81).netns(5).to(TcpState.LISTEN, Scene.ns(1), Scene.task("web"));
    booted.listener(4444).netns(5).to(TcpState.LISTEN, Scene.ns(2), Scene.task("nc"));
    Path capture = directory.resolve("cap");
    scene.write(capture);
    booted.write(capture);
    assertEquals(
        List.of("4 81 web", "5 4444 nc"),
        Hunt.of(capture, "new_listeners").rows("netns local_port comm"));
  }

  @Test
  void whatBeganBeforeARebootIsNewThoughTheNextBootFoundItThere() {
    listens("nc", 4444, 10, 0);
    Scene booted = Scene.later(1);
    booted.listener(4444).found(TcpState.LISTEN, Scene.ns(1), Scene.task("nc"));
    Path capture = directory.resolve("cap");
    scene.write(capture);
    booted.write(capture);
    assertEquals(
        List.of("nc 2026-06-01 12:00:10"), Hunt.of(capture, "new_listeners").rows("comm opened"));
  }

  @Test
  void aTimelineIsOfOneBoot() {
    scene.to(KNOWN, 80).cookie(7).to(TcpState.SYN_SENT, Scene.ns(1), Scene.task("curl"));
    Scene booted = Scene.later(1);
    booted.to(NEW, 80).cookie(7).to(TcpState.SYN_SENT, Scene.ns(1), Scene.task("other"));
    Path capture = directory.resolve("cap");
    scene.write(capture);
    booted.write(capture);
    String boot = "00000000-0000-4000-8000-000000000001";
    assertEquals(
        List.of(boot + " other 0.0"),
        Hunt.of(capture, "session_timeline", "cookie=7", "boot=" + boot)
            .rows("boot_id comm after_ms"));
    assertEquals(2, Hunt.of(capture, "session_timeline", "cookie=7").rows("comm").size());
  }

  @Test
  void aTimelineIsOfOneSessionAlone() {
    scene
        .to(KNOWN, 80)
        .cookie(7)
        .to(TcpState.SYN_SENT, Scene.ns(1), Scene.task("curl"))
        .to(TcpState.ESTABLISHED, Scene.ns(1.5), CurrentTask.BYSTANDER)
        .to(TcpState.CLOSE, Scene.ns(2), Scene.task("curl"));
    scene.calls("other", KNOWN, 80, 1, 1, 0);
    assertEquals(
        List.of("CLOSE SYN_SENT 0.0", "SYN_SENT ESTABLISHED 500.0", "ESTABLISHED CLOSE 1000.0"),
        scene.hunt(directory, "session_timeline", "cookie=7").rows("old_state new_state after_ms"));
    assertEquals(
        List.of(),
        scene.hunt(directory, "session_timeline", "cookie=7", "host=elsewhere").rows("host"));
    assertEquals(
        List.of(), scene.hunt(directory, "session_timeline", "cookie=7", "host=h_s%").rows("host"));
    assertEquals(
        3, scene.hunt(directory, "session_timeline", "cookie=7", "host=host").rows("host").size());
  }

  @Test
  void nothingIsMissingOfAWholeCapture() {
    scene.calls("curl", KNOWN, 443, 1, 1, 10);
    assertEquals(List.of(), scene.hunt(directory, "missing").rows("what"));
  }

  @Test
  void whatIsMissingIsToldByWhatIsNotThere() {
    scene.calls("curl", KNOWN, 443, 1, 1, 10);
    scene
        .opens("leaps", KNOWN, 80, 2)
        .in(TcpState.CLOSE_WAIT)
        .to(TcpState.LAST_ACK, Scene.ns(3), Scene.task("leaps"));
    scene.script().lose(5).lost(Scene.ns(2), Scene.ns(4), 5);
    Path capture = scene.script().sort().writeKilled(directory.resolve("cap"));
    Hunt hunt = Hunt.ofIncomplete(capture, "missing");
    assertEquals(
        List.of("capture 5", "lost 5", "sessions 1", "sessions 1"), hunt.rows("what count"));
    assertTrue(hunt.rows("why").get(0).contains("5 events are missing"), hunt.rows("why").get(0));
    assertEquals(
        List.of("ring_full", "a transition is lost: possible", "a transition is lost: certain"),
        hunt.rows("why").subList(1, 4));
    assertEquals("2026-06-01 12:00:02", hunt.rows("since").get(1));
  }
}
