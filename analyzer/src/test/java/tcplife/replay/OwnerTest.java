// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.event.TcpState;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;
import tcplife.fixture.SocketScript;

/** By default PID and COMM are the owner's, by what a process was seen to do. */
@Timeout(60)
class OwnerTest {
  private static final int ECONNRESET = 104;
  private static final CurrentTask OWNER = new CurrentTask(10, "owner");
  private static final CurrentTask OTHER = new CurrentTask(20, "other");
  private static final CurrentTask BYSTANDER = CurrentTask.BYSTANDER;

  @TempDir private Path directory;
  private final CaptureScript script = new CaptureScript();
  private final SocketScript socket = script.socket("10.0.0.1", 80, "10.0.0.2", 40000);

  @Test
  void whoConnectedOwnsItWhoeverClosed() {
    socket
        .to(TcpState.SYN_SENT, 1_000, OWNER)
        .to(TcpState.ESTABLISHED, 2_000, BYSTANDER)
        .to(TcpState.CLOSE_WAIT, 3_000, BYSTANDER)
        .to(TcpState.LAST_ACK, 4_000, OTHER)
        .to(TcpState.CLOSE, 5_000, BYSTANDER);
    assertEquals(List.of("10,owner"), owners());
  }

  @Test
  void whoClosesAnAcceptedSocketFirstOwnsIt() {
    Lifecycle.accepted(socket, 100_000)
        .to(TcpState.FIN_WAIT1, 200_000, OWNER)
        .to(TcpState.FIN_WAIT2, 300_000, BYSTANDER)
        .to(TcpState.CLOSE, 400_000, BYSTANDER);
    assertEquals(List.of("10,owner"), owners());
  }

  @Test
  void whoClosesAnAcceptedSocketLastOwnsIt() {
    Lifecycle.server(socket, 100_000, 200_000, OWNER);
    assertEquals(List.of("10,owner"), owners());
  }

  @ParameterizedTest
  @ValueSource(ints = {TcpState.ESTABLISHED, TcpState.CLOSE_WAIT})
  void whoAbortsAnAcceptedSocketOwnsIt(int from) {
    Lifecycle.accepted(socket, 100_000).in(from).to(TcpState.CLOSE, 200_000, OWNER);
    assertEquals(List.of("10,owner"), owners());
  }

  @Test
  void aResetByThePeerShowsNoOwner() {
    resetByPeer();
    assertEquals(List.of("-,-"), owners());
  }

  @ParameterizedTest
  @ValueSource(ints = {TcpState.FIN_WAIT1, TcpState.FIN_WAIT2, TcpState.CLOSING, TcpState.LAST_ACK})
  void theLastAckShowsNoOwner(int from) {
    Lifecycle.accepted(socket, 100_000).in(from).to(TcpState.CLOSE, 200_000, BYSTANDER);
    assertEquals(List.of("-,-"), owners());
  }

  @Test
  void anUnknownOwnerIsADashInText() {
    resetByPeer();
    assertEquals(
        List.of("-     -          10.0.0.1        80    10.0.0.2        40000     0     0 0.20"),
        Run.replay(script, directory, "").rows());
  }

  @Test
  void anUnknownOwnerIsNoPid() {
    resetByPeer();
    assertEquals(List.of(), owners("-p 99"));
  }

  @Test
  void whoListenedOwnsWhatNothingElseShows() {
    script.socket("0.0.0.0", 80, "0.0.0.0", 0).to(TcpState.LISTEN, 1_000, OTHER);
    resetByPeer();
    assertEquals(List.of("20,other"), owners());
    assertEquals(List.of("20,other"), owners("-p 20"));
  }

  @Test
  void whoClosedOwnsItRatherThanWhoListened() {
    script.socket("0.0.0.0", 80, "0.0.0.0", 0).to(TcpState.LISTEN, 1_000, OTHER);
    Lifecycle.server(socket, 100_000, 200_000, OWNER);
    assertEquals(List.of("10,owner"), owners());
  }

  @Test
  void whoListensOnAnotherPortOwnsNothing() {
    script.socket("0.0.0.0", 81, "0.0.0.0", 0).to(TcpState.LISTEN, 1_000, OTHER);
    resetByPeer();
    assertEquals(List.of("-,-"), owners());
  }

  @Test
  void whoListensInAnotherNetworkNamespaceOwnsNothing() {
    script.socket("0.0.0.0", 80, "0.0.0.0", 0).netns(7).to(TcpState.LISTEN, 1_000, OTHER);
    resetByPeer();
    assertEquals(List.of("-,-"), owners());
  }

  @Test
  void whoListenedBeforeTheSessionBeganOwnsNothing() {
    SocketScript listener = script.socket("0.0.0.0", 80, "0.0.0.0", 0);
    listener.to(TcpState.LISTEN, 1_000, OTHER).to(TcpState.CLOSE, 2_000, OTHER);
    resetByPeer();
    assertEquals(List.of("-,-"), owners());
  }

  @Test
  void whoListenedAsTheSessionBeganOwnsItThoughTheListenerIsGone() {
    SocketScript listener = script.socket("0.0.0.0", 80, "0.0.0.0", 0);
    listener.to(TcpState.LISTEN, 1_000, OTHER);
    Lifecycle.accepted(socket, 100_000);
    listener.to(TcpState.CLOSE, 200_000, OTHER);
    socket.error(ECONNRESET).to(TcpState.CLOSE, 300_000, BYSTANDER);
    assertEquals(List.of("20,other"), owners());
  }

  @Test
  void whoListensOnJustTheAddressOwnsItRatherThanWhoListensOnEvery() {
    script.socket("0.0.0.0", 80, "0.0.0.0", 0).to(TcpState.LISTEN, 1_000, OTHER);
    script.socket("10.0.0.1", 80, "0.0.0.0", 0).to(TcpState.LISTEN, 2_000, OWNER);
    resetByPeer();
    assertEquals(List.of("10,owner"), owners());
  }

  @Test
  void whoListensOnAnotherAddressOwnsNothing() {
    script.socket("10.9.9.9", 80, "0.0.0.0", 0).to(TcpState.LISTEN, 1_000, OTHER);
    resetByPeer();
    assertEquals(List.of("-,-"), owners());
  }

  @Test
  void ofTwoProcessesThatListenOnOnePortNoneIsNamed() {
    script.socket("0.0.0.0", 80, "0.0.0.0", 0).to(TcpState.LISTEN, 1_000, OTHER);
    script.socket("0.0.0.0", 80, "0.0.0.0", 0).to(TcpState.LISTEN, 2_000, OWNER);
    resetByPeer();
    assertEquals(List.of("-,-"), owners());
  }

  @Test
  void theOneThatStillListensIsNamed() {
    script.socket("0.0.0.0", 80, "0.0.0.0", 0).to(TcpState.LISTEN, 1_000, OTHER);
    SocketScript ended = script.socket("0.0.0.0", 80, "0.0.0.0", 0);
    ended.to(TcpState.LISTEN, 2_000, OWNER).to(TcpState.CLOSE, 3_000, OWNER);
    resetByPeer();
    assertEquals(List.of("20,other"), owners());
  }

  private void resetByPeer() {
    Lifecycle.accepted(socket, 100_000).error(ECONNRESET).to(TcpState.CLOSE, 300_000, BYSTANDER);
  }

  private List<String> owners(String... options) {
    return Run.replay(script, directory, "-s", options).columns("PID", "COMM");
  }
}
