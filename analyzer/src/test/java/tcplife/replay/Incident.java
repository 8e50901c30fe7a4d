// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import tcplife.event.NameRecord;
import tcplife.event.TcpState;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;

/**
 * A recording with a session of each sort, told apart by their local ports.
 *
 * <pre>
 * 40001  curl fetched something, and closed
 *    80  nginx, in a container, was asked for something large
 * 40003  curl was refused
 * 40004  an IPv6 session that the peer reset
 *    22  sshd's, which had begun before the recording
 *  5432  postgres's, which the inventory found, and which did not end
 * 40006  implant's, which did not end
 * </pre>
 */
final class Incident {
  static final long SECOND = 1_000_000_000;

  /** 2026-06-01T12:00:00Z, at 0 of CLOCK_BOOTTIME. */
  static final long NOON = 1_780_315_200 * SECOND;

  static final String CONTAINER = "0123456789abcdef".repeat(4);

  private static final int ECONNREFUSED = 111;
  private static final int ECONNRESET = 104;
  private static final int WEB_USER = 33;
  private static final int ALICE = 1000;
  private static final int CONTAINERS_CGROUP = 77;
  private static final int ALICES_CGROUP = 78;
  private static final CurrentTask NGINX = new CurrentTask(10, "nginx", WEB_USER);
  private static final CurrentTask CURL = new CurrentTask(20, "curl");
  private static final CurrentTask BYSTANDER = CurrentTask.BYSTANDER;

  private Incident() {}

  static CaptureScript script() {
    CaptureScript script = new CaptureScript().clock(0, NOON, 7200, "Europe/Berlin");
    script
        .name(NameRecord.CGROUP, CONTAINERS_CGROUP, "/system.slice/docker-" + CONTAINER + ".scope")
        .name(NameRecord.CGROUP, ALICES_CGROUP, "/user.slice/alice")
        .name(NameRecord.USER, WEB_USER, "www-data")
        .name(NameRecord.USER, ALICE, "alice")
        .name(NameRecord.NETNS, 7, "blue")
        // It becomes another user after it was started.
        .exec(NGINX, 1, 0, CONTAINERS_CGROUP, "/usr/sbin/nginx", "nginx -g off");
    closed(script);
    open(script);
    return script.sort();
  }

  private static void closed(CaptureScript script) {
    Lifecycle.client(
        script
            .socket("10.0.0.1", 40001, "10.0.0.2", 443)
            .owner(ALICE, ALICES_CGROUP)
            .bytes(102, 2001)
            .payload(100, 2000),
        2 * SECOND,
        3 * SECOND,
        CURL);
    Lifecycle.server(
        script
            .socket("10.0.0.1", 80, "192.168.7.9", 50000)
            .owner(WEB_USER, CONTAINERS_CGROUP)
            .netns(7)
            .bytes(5_000_001, 300)
            .payload(5_000_000, 300),
        4 * SECOND,
        6 * SECOND,
        NGINX);
    script
        .socket("10.0.0.1", 40003, "10.0.0.2", 8080)
        .owner(ALICE, ALICES_CGROUP)
        .to(TcpState.SYN_SENT, 7 * SECOND, CURL)
        .error(ECONNREFUSED)
        .to(TcpState.CLOSE, 7 * SECOND + 50_000, BYSTANDER);
    script
        .socket("2001:db8::1", 40004, "2001:db8::2", 443)
        .to(TcpState.SYN_SENT, 8 * SECOND, CURL)
        .to(TcpState.ESTABLISHED, 8 * SECOND + 1_000_000, BYSTANDER)
        .error(ECONNRESET)
        .to(TcpState.CLOSE, 9 * SECOND, BYSTANDER);
    script
        .socket("10.0.0.1", 22, "10.0.0.9", 6000)
        .in(TcpState.CLOSE_WAIT)
        .to(TcpState.LAST_ACK, 10 * SECOND, new CurrentTask(40, "sshd"))
        .to(TcpState.CLOSE, 10 * SECOND + 1, BYSTANDER);
  }

  private static void open(CaptureScript script) {
    script
        .socket("10.0.0.1", 5432, "10.0.0.8", 7000)
        .found(TcpState.ESTABLISHED, SECOND, new CurrentTask(60, "postgres"));
    script
        .socket("10.0.0.1", 40006, "203.0.113.5", 4444)
        .to(TcpState.SYN_SENT, 11 * SECOND, new CurrentTask(50, "implant"))
        .to(TcpState.ESTABLISHED, 12 * SECOND, BYSTANDER);
  }
}
