// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.event.TcpState;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;

/** A capture that holds several runs of the recorder, as record --append makes it. */
@Timeout(60)
class AppendedRecordingTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long COOKIE = 5;
  private static final String OTHER_BOOT = "99999999-2222-4333-8444-555555555555";
  private static final CurrentTask OWNER = new CurrentTask(10, "owner");
  private static final CurrentTask OTHER = new CurrentTask(20, "other");

  @TempDir private Path directory;
  private Path capture;

  @BeforeEach
  void nameCapture() {
    capture = directory.resolve("cap");
  }

  @Test
  void aSessionThatWasOpenMeanwhileIsOneRow() {
    CaptureScript before = new CaptureScript();
    connect(before);
    before.write(capture);
    CaptureScript after = new CaptureScript();
    close(after, OTHER);
    after.write(capture);
    Run run = Run.replay(List.of(capture), "-s");
    assertEquals(List.of("10,owner,4,10.0.0.1,40000,10.0.0.2,80,0,0,7000.00"), run.rows());
    assertEquals(0, run.code(), run.err());
  }

  @Test
  void aListenerFromBeforeIsStillKnown() {
    CaptureScript before = new CaptureScript();
    before.socket("0.0.0.0", 80, "0.0.0.0", 0).to(TcpState.LISTEN, SECOND, OWNER);
    before.write(capture);
    CaptureScript after = new CaptureScript();
    resetByPeer(after);
    after.write(capture);
    assertEquals(List.of("10"), Run.replay(List.of(capture), "-s").columns("PID"));
  }

  @Test
  void aSocketOfAnotherBootIsAnotherThoughItsCookieIsTheSame() {
    CaptureScript before = new CaptureScript();
    connect(before);
    before.write(capture);
    CaptureScript after = new CaptureScript(OTHER_BOOT);
    close(after, OTHER);
    after.write(capture);
    assertEquals(List.of(), Run.replay(List.of(capture), "-s").rows());
    assertEquals(List.of(), Run.replay(List.of(capture), "-s --as-tcplife").rows());
  }

  @Test
  void aListenerOfAnotherBootOwnsNothing() {
    CaptureScript before = new CaptureScript();
    before.socket("0.0.0.0", 80, "0.0.0.0", 0).to(TcpState.LISTEN, SECOND, OWNER);
    before.write(capture);
    CaptureScript after = new CaptureScript(OTHER_BOOT);
    resetByPeer(after);
    after.write(capture);
    assertEquals(List.of("-"), Run.replay(List.of(capture), "-s").columns("PID"));
  }

  @Test
  void rowsOfTheEarlierRunComeFirstThoughTheBootTimeBeganAnew() {
    long wall = 1_780_000_000 * SECOND;
    CaptureScript before = new CaptureScript().clock(0, wall, 0, "UTC");
    session(before, 1, 5000 * SECOND);
    session(before, 2, 5001 * SECOND);
    before.write(capture);
    CaptureScript after = new CaptureScript(OTHER_BOOT).clock(0, wall + 6000 * SECOND, 0, "UTC");
    session(after, 3, 7 * SECOND);
    after.write(capture);
    assertEquals(
        List.of("0.000000,1", "1.000000,2", "1007.000000,3"),
        Run.replay(List.of(capture), "-s -t").columns("TIME(s)", "LPORT"));
  }

  @Test
  void timesOfOneBootGoOnAcrossAStepOfTheWallClock() {
    CaptureScript before = new CaptureScript().clock(0, 1_780_000_000 * SECOND, 0, "UTC");
    session(before, 1, 50 * SECOND);
    before.write(capture);
    CaptureScript after = new CaptureScript().clock(0, 1_790_000_000 * SECOND, 0, "UTC");
    session(after, 2, 60 * SECOND);
    after.write(capture);
    assertEquals(
        List.of("0.000000,1", "10.000000,2"),
        Run.replay(List.of(capture), "-s -t").columns("TIME(s)", "LPORT"));
  }

  private static void connect(CaptureScript script) {
    script
        .socket("10.0.0.1", 40000, "10.0.0.2", 80)
        .cookie(COOKIE)
        .to(TcpState.SYN_SENT, SECOND, OWNER)
        .to(TcpState.ESTABLISHED, 2 * SECOND, CurrentTask.BYSTANDER);
  }

  private static void close(CaptureScript script, CurrentTask task) {
    script
        .socket("10.0.0.1", 40000, "10.0.0.2", 80)
        .cookie(COOKIE)
        .in(TcpState.ESTABLISHED)
        .to(TcpState.CLOSE, 9 * SECOND, task);
  }

  private static void resetByPeer(CaptureScript script) {
    Lifecycle.accepted(script.socket("10.0.0.1", 80, "10.0.0.2", 40000), 3 * SECOND)
        .error(104)
        .to(TcpState.CLOSE, 4 * SECOND, CurrentTask.BYSTANDER);
  }

  private static void session(CaptureScript script, int port, long close) {
    Lifecycle.client(
        script.socket("10.0.0.1", port, "10.0.0.2", 80), close - 1_000_000, close, OWNER);
  }
}
