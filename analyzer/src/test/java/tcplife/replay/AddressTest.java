// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;

/** IPv4, IPv6, and IPv4 on a dual-stack socket. */
@Timeout(60)
class AddressTest {
  private static final String IPV4 = "4,10.0.0.1,10.0.0.2";
  private static final String IPV6 = "6,2001:db8::1,2001:db8::2";
  private static final String DUAL = "4,10.0.0.3,10.0.0.4";
  private static final String DUAL_AS_TCPLIFE = "6,::ffff:10.0.0.3,::ffff:10.0.0.4";

  @TempDir private Path directory;
  private final CaptureScript script = new CaptureScript();

  @BeforeEach
  void oneOfEach() {
    session("10.0.0.1", "10.0.0.2", 1);
    session("2001:db8::1", "2001:db8::2", 2);
    session("::ffff:10.0.0.3", "::ffff:10.0.0.4", 3);
  }

  private void session(String local, String remote, int turn) {
    Lifecycle.client(
        script.socket(local, 40000, remote, 80),
        turn * 1_000_000,
        turn * 1_000_000 + 500_000,
        new CurrentTask(1, "a"));
  }

  @Test
  void ipv4OnADualStackSocketIsIpv4() {
    assertEquals(List.of(IPV4, IPV6, DUAL), addresses());
  }

  @Test
  void ipv4OnADualStackSocketIsIpv6ForTcplife() {
    assertEquals(List.of(IPV4, IPV6, DUAL_AS_TCPLIFE), addresses("--as-tcplife"));
  }

  @Test
  void only4LeavesIpv6Out() {
    assertEquals(List.of(IPV4, DUAL), addresses("-4"));
    assertEquals(List.of(IPV4, DUAL), addresses("--ipv4"));
  }

  @Test
  void only6LeavesIpv4Out() {
    assertEquals(List.of(IPV6), addresses("-6"));
    assertEquals(List.of(IPV6), addresses("--ipv6"));
  }

  @Test
  void tcplifesFilterGoesByTheSocket() {
    assertEquals(List.of(IPV4), addresses("--as-tcplife -4"));
    assertEquals(List.of(IPV6, DUAL_AS_TCPLIFE), addresses("--as-tcplife -6"));
  }

  @Test
  void aMappedAddressOnlyAtOneEndStaysIpv6() {
    CaptureScript other = new CaptureScript();
    Lifecycle.client(
        other.socket("::ffff:10.0.0.3", 1, "2001:db8::2", 2),
        1_000_000,
        2_000_000,
        new CurrentTask(1, "a"));
    assertEquals(
        List.of("6,::ffff:10.0.0.3,2001:db8::2"),
        Run.replay(other, directory, "-s").columns("IP", "LADDR", "RADDR"));
  }

  @Test
  void theWiderColumnsFitTheLongestAddress() {
    String longest = "1111:2222:3333:4444:5555:6666:7777:8888";
    CaptureScript other = new CaptureScript();
    Lifecycle.client(
        other.socket(longest, 1, "::1", 2), 1_000_000, 2_000_000, new CurrentTask(1, "a"));
    assertEquals(
        ("PID   COMM             IP LADDR                                   LPORT RADDR"
            + "                                   RPORT  TX_KB  RX_KB MS\n"
            + "1     a                6  1111:2222:3333:4444:5555:6666:7777:8888 1     ::1  "
            + "                                   2          0      0 1.00\n"),
        Run.replay(other, directory, "-ww").out());
  }

  @Test
  void anAddressThatDoesNotFitPushesTheRestAside() {
    CaptureScript other = new CaptureScript();
    Lifecycle.client(
        other.socket("2001:db8:0:1:2:3:4:5", 40000, "2001:db8::2", 80),
        1_000_000,
        1_500_000,
        new CurrentTask(1, "a"));
    assertEquals(
        List.of(
            "1     a          2001:db8:0:1:2:3:4:5 40000 2001:db8::2     80        0     0 0.50"),
        Run.replay(other, directory, "").rows());
  }

  private List<String> addresses(String... options) {
    return Run.replay(script, directory, "-s", options).columns("IP", "LADDR", "RADDR");
  }
}
