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

/**
 * On older kernels the first transition of an accepted socket comes before it has its addresses,
 * and under a cookie that is not yet its own.
 */
@Timeout(60)
class AcceptedChildTest {
  private static final long MS = 1_000_000;
  private static final long LISTENER_COOKIE = 5;
  private static final CurrentTask SERVER = new CurrentTask(10, "server");

  @TempDir private Path directory;
  private final CaptureScript script = new CaptureScript();
  private final SocketScript listener =
      script
          .socket("0.0.0.0", 80, "0.0.0.0", 0)
          .cookie(LISTENER_COOKIE)
          .to(TcpState.LISTEN, MS, SERVER);

  @ParameterizedTest
  @ValueSource(strings = {"", "--as-tcplife"})
  void isOneRowCountedFromEstablished(String rule) {
    accept(LISTENER_COOKIE, 40000, 10 * MS);
    assertEquals(
        List.of("10,server,4,10.0.0.1,80,10.0.0.2,40000,0,0,5.00"),
        Run.replay(script, directory, "-s", rule).rows());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--as-tcplife"})
  void leavesNothingUnderTheCookieOfItsListener(String rule) {
    accept(LISTENER_COOKIE, 40000, 10 * MS);
    listener.to(TcpState.CLOSE, 100 * MS, SERVER);
    assertEquals(List.of("40000"), ports(rule));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--as-tcplife"})
  void leavesNothingUnderACookieThatIsUsedOnceMore(String rule) {
    accept(7, 40000, 10 * MS);
    // Nothing was born under this cookie.
    script
        .socket("10.0.0.1", 80, "10.0.0.9", 9)
        .cookie(7)
        .in(TcpState.ESTABLISHED)
        .to(TcpState.CLOSE, 50 * MS, SERVER);
    assertEquals(List.of("40000"), ports(rule));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--as-tcplife"})
  void isNotMixedWithAnotherThatBeganUnderTheSameCookie(String rule) {
    accept(LISTENER_COOKIE, 40000, 10 * MS);
    accept(LISTENER_COOKIE, 40001, 20 * MS);
    assertEquals(List.of("40000", "40001"), ports(rule));
  }

  private void accept(long firstCookie, int port, long established) {
    SocketScript child = script.socket("10.0.0.1", 80, "10.0.0.2", port).in(TcpState.LISTEN);
    long ownCookie = port;
    child
        .cookie(firstCookie)
        .ports(80, 0)
        .to(TcpState.SYN_RECV, established - 2 * MS, CurrentTask.BYSTANDER)
        .cookie(ownCookie)
        .ports(80, port)
        .to(TcpState.ESTABLISHED, established, CurrentTask.BYSTANDER)
        .to(TcpState.CLOSE_WAIT, established + 3 * MS, CurrentTask.BYSTANDER)
        .to(TcpState.LAST_ACK, established + 4 * MS, SERVER)
        .to(TcpState.CLOSE, established + 5 * MS, CurrentTask.BYSTANDER);
  }

  private List<String> ports(String rule) {
    return Run.replay(script, directory, "-s", rule).columns("RPORT");
  }
}
