// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.event.TcpState;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.SocketScript;

/** From when a session's time counts, and what is a session at all: the same by both rules. */
@Timeout(60)
class BirthTest {
  private static final long MS = 1_000_000;
  private static final CurrentTask TASK = new CurrentTask(10, "task");

  @TempDir private Path directory;
  private final CaptureScript script = new CaptureScript();
  private final SocketScript socket = script.socket("10.0.0.1", 40000, "10.0.0.2", 80);

  @ParameterizedTest
  @ValueSource(strings = {"", "--as-tcplife"})
  void anEstablishedConnectIsCountedFromThereNotFromItsSyn(String rule) {
    socket.to(TcpState.SYN_SENT, 10 * MS, TASK);
    socket.to(TcpState.ESTABLISHED, 30 * MS, TASK).to(TcpState.CLOSE, 37 * MS, TASK);
    assertEquals(List.of("7.00"), durations(rule));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--as-tcplife"})
  void anAcceptedSessionIsCountedFromEstablishedNotFromItsSyn(String rule) {
    socket.in(TcpState.LISTEN).to(TcpState.SYN_RECV, 10 * MS, TASK);
    socket.to(TcpState.ESTABLISHED, 30 * MS, TASK).to(TcpState.CLOSE, 33 * MS, TASK);
    assertEquals(List.of("3.00"), durations(rule));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--as-tcplife"})
  void aRefusedConnectIsARowCountedFromItsSyn(String rule) {
    socket.to(TcpState.SYN_SENT, 10 * MS, TASK);
    socket.error(111).to(TcpState.CLOSE, 12 * MS, CurrentTask.BYSTANDER);
    assertEquals(
        List.of("10,task,4,10.0.0.1,40000,10.0.0.2,80,0,0,2.00"),
        Run.replay(script, directory, "-s", rule).rows());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--as-tcplife"})
  void whatWasEstablishedBeforeTheRecordingIsNoRow(String rule) {
    socket.in(TcpState.ESTABLISHED).to(TcpState.FIN_WAIT1, 10 * MS, TASK);
    socket.to(TcpState.FIN_WAIT2, 11 * MS, TASK).to(TcpState.CLOSE, 12 * MS, TASK);
    assertEquals(List.of(), durations(rule));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--as-tcplife"})
  void whatIsStillOpenIsNoRow(String rule) {
    socket.to(TcpState.SYN_SENT, 10 * MS, TASK).to(TcpState.ESTABLISHED, 11 * MS, TASK);
    assertEquals(List.of(), durations(rule));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--as-tcplife"})
  void aListenerIsNoRow(String rule) {
    SocketScript listener = script.socket("0.0.0.0", 80, "0.0.0.0", 0);
    listener.to(TcpState.LISTEN, 10 * MS, TASK).to(TcpState.CLOSE, 12 * MS, TASK);
    assertEquals(List.of(), durations(rule));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--as-tcplife"})
  void aSocketThatConnectsAgainIsTwoRows(String rule) {
    socket.to(TcpState.SYN_SENT, 10 * MS, TASK).to(TcpState.CLOSE, 12 * MS, TASK);
    socket.to(TcpState.SYN_SENT, 20 * MS, TASK).to(TcpState.CLOSE, 25 * MS, TASK);
    assertEquals(List.of("2.00", "5.00"), durations(rule));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--as-tcplife"})
  void aCloseBeforeItsBirthByAnotherCpusClockTookNoTime(String rule) {
    socket.to(TcpState.SYN_SENT, 10 * MS, TASK).to(TcpState.ESTABLISHED, 12 * MS, TASK);
    socket.to(TcpState.CLOSE, 12 * MS - 419_000, TASK);
    assertEquals(List.of("0.00"), durations(rule));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--as-tcplife"})
  void partsOfAMicrosecondDoNotCount(String rule) {
    socket.to(TcpState.SYN_SENT, 10 * MS, TASK).to(TcpState.ESTABLISHED, 12 * MS + 1, TASK);
    // 5.000 to 5.999 µs are 5, and 5 are 0.01 ms (the double lies above the tie).
    socket.to(TcpState.CLOSE, 12 * MS + 5_999, TASK);
    SocketScript longer = script.socket("10.0.0.1", 40001, "10.0.0.2", 80);
    longer.to(TcpState.SYN_SENT, 20 * MS, TASK).to(TcpState.CLOSE, 20 * MS + 15_999, TASK);
    assertEquals(List.of("0.01", "0.01"), durations(rule));
  }

  private List<String> durations(String rule) {
    return Run.replay(script, directory, "-s", rule).columns("MS");
  }
}
