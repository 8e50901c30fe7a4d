// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.event.TcpState;
import tcplife.fixture.CurrentTask;

/** What a later capture finds open is as new as an earlier one saw it to be. */
@Timeout(60)
class LaterCaptureHuntsTest {
  private static final String KNOWN = "10.0.0.2";
  private static final String NEW = "203.0.113.5";
  private static final long SHELL = 101;
  private static final long IMPLANT = 102;
  private static final CurrentTask NGINX = Scene.task("nginx");
  private static final CurrentTask NC = Scene.task("nc");

  @TempDir private Path directory;
  private List<Path> captures;

  /** A recording, one of the same boot that goes on where it ended, and one of the next boot. */
  @BeforeEach
  void makeCaptures() {
    Scene first = new Scene().calls("curl", KNOWN, 443, 1, 1, 10);
    first.listener(80).found(TcpState.LISTEN, Scene.ns(1), NGINX);
    first.listener(4444).cookie(SHELL).to(TcpState.LISTEN, Scene.ns(10), NC);
    first.to(NEW, 443).cookie(IMPLANT).to(TcpState.SYN_SENT, Scene.ns(11), Scene.task("implant"));
    Scene second = new Scene();
    second.listener(80).cookie(103).found(TcpState.LISTEN, Scene.ns(100), NGINX);
    second
        .listener(4444)
        .cookie(SHELL)
        .found(TcpState.LISTEN, Scene.ns(100), NC)
        .to(TcpState.CLOSE, Scene.ns(110), NC);
    second
        .to(NEW, 443)
        .cookie(IMPLANT)
        .found(TcpState.ESTABLISHED, Scene.ns(100), Scene.task("implant"));
    second.to(KNOWN, 22).cookie(104).found(TcpState.ESTABLISHED, Scene.ns(100), Scene.task("ssh"));
    Scene booted = Scene.later(1);
    booted.listener(80).found(TcpState.LISTEN, Scene.ns(1), NGINX);
    booted.listener(4444).found(TcpState.LISTEN, Scene.ns(1), NC);
    captures =
        List.of(
            first.write(directory.resolve("first")),
            second.write(directory.resolve("second")),
            booted.write(directory.resolve("booted")));
  }

  @Test
  void aListener() {
    assertEquals(
        List.of("nc 4444 2026-06-01 12:00:10 2026-06-01 12:01:50"),
        Hunt.of(captures, "new_listeners").rows("comm local_port opened closed"));
    assertEquals(
        List.of(), Hunt.of(captures.subList(1, 3), "new_listeners").rows("comm"), "no beginning");
  }

  @Test
  void aRemoteAndAProgram() {
    assertEquals(
        List.of("program implant 1", "remote 203.0.113.5 1"),
        Hunt.of(captures, "first_seen", "since=2026-06-01T12:00:05").rows("what name sessions"));
    assertEquals(List.of(), Hunt.of(captures, "first_seen").rows("name"), "all were there before");
  }
}
