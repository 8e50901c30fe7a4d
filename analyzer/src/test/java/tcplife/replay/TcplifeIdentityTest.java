// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.event.TcpState;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;
import tcplife.fixture.SocketScript;

/** With --as-tcplife, PID and COMM are what tcplife would say, its mistakes included. */
@Timeout(60)
class TcplifeIdentityTest {
  private static final CurrentTask PARENT = new CurrentTask(10, "parent");
  private static final CurrentTask CHILD = new CurrentTask(20, "child");
  private static final CurrentTask BYSTANDER = CurrentTask.BYSTANDER;

  @TempDir private Path directory;
  private final CaptureScript script = new CaptureScript();
  private final SocketScript socket = script.socket("10.0.0.1", 40000, "10.0.0.2", 80);

  @Test
  void whoConnectedIsKeptThoughAnotherClosed() {
    connect().to(TcpState.FIN_WAIT1, 4_000, CHILD).to(TcpState.CLOSE, 5_000, BYSTANDER);
    assertEquals(List.of("10,parent"), identities());
  }

  @Test
  void whoClosedLastReplacesWhoConnected() {
    closeLast();
    assertEquals(List.of("20,child"), identities());
  }

  @Test
  void whoClosedLastIsKnownWithoutAConnect() {
    Lifecycle.server(socket, 100_000, 200_000, CHILD);
    assertEquals(List.of("20,child"), identities());
  }

  @Test
  void anAcceptedSocketThatClosesFirstGetsWhateverRunsAtItsClose() {
    Lifecycle.accepted(socket, 100_000)
        .to(TcpState.FIN_WAIT1, 200_000, CHILD)
        .to(TcpState.CLOSE, 300_000, BYSTANDER);
    assertEquals(List.of("99,bystander"), identities());
  }

  @Test
  void aPidPrintsItsOwnConnect() {
    connect().to(TcpState.CLOSE, 5_000, BYSTANDER);
    assertEquals(List.of("10,parent"), identities("-p 10"));
    assertEquals(List.of(), identities("-p 20"));
  }

  @Test
  void aPidMakesForgetWhoElseConnectedSoThatTheTaskAtCloseCounts() {
    connect().to(TcpState.CLOSE, 5_000, CHILD);
    assertEquals(List.of("10,parent"), identities());
    assertEquals(List.of("20,child"), identities("-p 20"));
    assertEquals(List.of("10,parent"), identities("-p 10"));
  }

  @Test
  void aPidIsNotReplacedByWhoElseClosedLast() {
    closeLast();
    assertEquals(List.of("10,parent"), identities("-p 10"));
    assertEquals(List.of("20,child"), identities("-p 20"));
    assertEquals(List.of("99,bystander"), identities("-p 99"));
    assertEquals(List.of(), identities("-p 30"));
  }

  @Test
  void anIdentityDoesNotOutliveItsSession() {
    connect().to(TcpState.CLOSE, 5_000, BYSTANDER);
    Lifecycle.accepted(socket, 100_000).to(TcpState.CLOSE, 200_000, CHILD);
    assertEquals(List.of("10,parent", "20,child"), identities());
  }

  private SocketScript connect() {
    return socket.to(TcpState.SYN_SENT, 1_000, PARENT).to(TcpState.ESTABLISHED, 2_000, BYSTANDER);
  }

  /** A socket that one process connects and another, which inherited it, closes last. */
  private void closeLast() {
    connect()
        .to(TcpState.CLOSE_WAIT, 3_000, BYSTANDER)
        .to(TcpState.LAST_ACK, 4_000, CHILD)
        .to(TcpState.CLOSE, 5_000, BYSTANDER);
  }

  private List<String> identities(String... options) {
    return Run.replay(script, directory, "-s --as-tcplife", options).columns("PID", "COMM");
  }
}
