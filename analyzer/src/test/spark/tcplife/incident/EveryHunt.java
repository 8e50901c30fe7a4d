// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import java.nio.file.Path;
import java.util.List;
import tcplife.event.TcpState;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;
import tcplife.fixture.SocketScript;

/** Captures in which every hunt finds something, with the parameters that are given here. */
public final class EveryHunt {
  private static final String KNOWN = "10.0.0.2";
  private static final String NEW = "203.0.113.5";
  private static final long COOKIE = 7;
  private static final long SPANNING = 8;

  private EveryHunt() {}

  /** Values of a hunt's parameters, where its own are not for so small captures. */
  public static String[] parameters(String hunt) {
    return switch (hunt) {
      // There is none in the hour between the recordings.
      case "beacons" -> new String[] {"min_score=0.4"};
      case "connection_churn" -> new String[] {"min_sessions=20"};
      case "first_seen" -> new String[] {"since=2026-06-01T12:30"};
      case "long_lived" -> new String[] {"min_seconds=100"};
      case "session_timeline" -> new String[] {"cookie=" + COOKIE};
      case "who_talked_to" -> new String[] {"address=" + NEW, "to=2026-06-01T14:30"};
      default -> new String[0];
    };
  }

  /**
   * Writes them: two recordings of a host with a boot between, one that goes on with the last and
   * finds a socket again, and one of another host.
   */
  public static List<Path> captures(Path directory) {
    Scene before = new Scene().calls("curl", KNOWN, 443, 1, 1, 10);
    Scene scene = Scene.later(1);
    scene.calls("curl", KNOWN, 443, 2, 1.5, 10, 2_000);
    scene.serves("nginx", KNOWN, 80, 3, 2).serves("nginx", KNOWN, 80, 3.5, 2);
    beacon(scene);
    failures(scene);
    endings(scene);
    listener(scene);
    scene.calls("thief", NEW, 443, 30, 5, 20_000_000, 1_000);
    scene.script().lose(5).lost(Scene.ns(2), Scene.ns(4), 5);
    spanning(scene)
        .to(TcpState.SYN_SENT, Scene.ns(60), Scene.task("spans"))
        .to(TcpState.ESTABLISHED, Scene.ns(61), CurrentTask.BYSTANDER);
    Scene next = Scene.later(1, 400);
    spanning(next)
        .found(TcpState.ESTABLISHED, Scene.ns(400), Scene.task("spans"))
        .payload(30_000_000, 100)
        .to(TcpState.FIN_WAIT1, Scene.ns(410), Scene.task("spans"))
        .to(TcpState.CLOSE, Scene.ns(411), CurrentTask.BYSTANDER);
    Scene other = Scene.later(2).calls("thief", NEW, 443, 30, 5, 40_000_000, 1_000);
    other.serves("nginx", KNOWN, 80, 3, 2).serves("nginx", KNOWN, 80, 3.5, 2);
    beacon(other);
    failures(other);
    endings(other);
    listener(other);
    return List.of(
        before.write(directory.resolve("before")),
        scene.write(directory.resolve("after")),
        next.write(directory.resolve("next")),
        other.writeOf("other", directory.resolve("other")));
  }

  private static SocketScript spanning(Scene scene) {
    return scene.to(NEW, 443).cookie(SPANNING);
  }

  private static void beacon(Scene scene) {
    for (int i = 0; i < 30; i++) {
      scene.calls("implant", NEW, 8443, 5 + 10 * i + i % 3 * 0.1, 1, 100 + i % 5);
    }
  }

  private static void failures(Scene scene) {
    for (int i = 0; i < 60; i++) {
      scene.refused("retry", KNOWN, 81, 5 + i * 0.1);
    }
    for (int i = 0; i < 20; i++) {
      scene.refused("scan", KNOWN, 1000 + i, 20 + i).silent("scan", KNOWN, 2000 + i, 20 + i);
    }
    scene
        .to(KNOWN, 82)
        .cookie(COOKIE)
        .to(TcpState.SYN_SENT, Scene.ns(40), Scene.task("slow"))
        .to(TcpState.ESTABLISHED, Scene.ns(41.25), CurrentTask.BYSTANDER)
        .to(TcpState.CLOSE, Scene.ns(42), Scene.task("slow"));
  }

  private static void endings(Scene scene) {
    scene.opens("leak", KNOWN, 83, 1).to(TcpState.CLOSE_WAIT, Scene.ns(20), CurrentTask.BYSTANDER);
    for (int i = 0; i < 10; i++) {
      scene
          .opens("unheard", KNOWN, 84, 1)
          .to(TcpState.FIN_WAIT1, Scene.ns(10 + i), Scene.task("unheard"));
    }
    scene.opens("aborts", KNOWN, 85, 2).to(TcpState.CLOSE, Scene.ns(3), Scene.task("aborts"));
    Lifecycle.client(
        scene.to(KNOWN, 86).payload(100_000, 0).retransmitted(50, 20_000),
        Scene.ns(1),
        Scene.ns(2),
        Scene.task("heavy"));
  }

  private static void listener(Scene scene) {
    scene.listener(8080).to(TcpState.LISTEN, Scene.ns(50), Scene.task("shell"));
    scene.serves("shell", NEW, 8080, 51, 1);
  }
}
