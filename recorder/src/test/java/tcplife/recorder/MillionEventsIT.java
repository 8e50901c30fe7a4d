// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.bpf.SessionProgram;
import tcplife.event.TcpState;

@Timeout(180)
class MillionEventsIT {
  private static final int SESSIONS = 100_000;

  /** Of the two sockets of a session. */
  private static final int TRANSITIONS = 10;

  /** So large that a recorder which is kept waiting loses nothing. */
  private static final long RING = 64 << 20;

  @TempDir Path temp;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  @Test
  void ofAMillionEventsNoneIsMissingAndEverySocketIsClosed() {
    Path path = temp.resolve("cap");
    String traffic =
        LiveRecording.whole(
            path,
            RING,
            SessionProgram.PROGRAMS,
            Live.traffic("churn", "-n", String.valueOf(SESSIONS)));

    Recorded recorded = new Recorded(path);
    Recorded.Sockets sockets = recorded.of(traffic);

    assertEquals(0, recorded.lastEnd().skipped());
    assertEquals(0, sockets.leaps);
    assertEquals(
        Map.of(TcpState.CLOSE, 2L * SESSIONS + 1), sockets.byLastState(), "and the listener");
    assertEquals((long) SESSIONS * TRANSITIONS + 2, sockets.events);
  }
}
