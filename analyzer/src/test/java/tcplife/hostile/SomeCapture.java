// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import java.nio.file.Path;
import tcplife.capture.Sealing;
import tcplife.event.InventoryRecord;
import tcplife.event.NameRecord;
import tcplife.event.SegmentRecord;
import tcplife.event.TcpState;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;
import tcplife.fixture.SocketScript;

/** A small capture of two recordings that has records of all kinds. */
final class SomeCapture {
  private static final long SECOND = 1_000_000_000;

  /** 2026-06-01T12:00:00Z, at 0 of CLOCK_BOOTTIME. */
  private static final long NOON = 1_780_315_200 * SECOND;

  private static final String LATER_BOOT = "00000000-0000-4000-8000-00000000b008";

  private SomeCapture() {}

  static Path raw(Path directory) {
    lossy(script(new CaptureScript())).write(directory);
    lossy(script(new CaptureScript(LATER_BOOT))).write(directory);
    return directory;
  }

  private static CaptureScript lossy(CaptureScript script) {
    return script.lose(3).lost(5 * SECOND, 6 * SECOND, 3);
  }

  /** The same, of which nothing was lost. */
  static Path whole(Path directory) {
    script(new CaptureScript()).write(directory);
    script(new CaptureScript(LATER_BOOT)).write(directory);
    return directory;
  }

  static Path sealed(Path directory) {
    Sealing.seal(raw(directory));
    return directory;
  }

  /** The same, of which only the first recording is sealed. */
  static Path partlySealed(Path directory) {
    lossy(script(new CaptureScript())).write(directory);
    Sealing.seal(directory);
    lossy(script(new CaptureScript(LATER_BOOT))).write(directory);
    return directory;
  }

  private static CaptureScript script(CaptureScript script) {
    CurrentTask nginx = new CurrentTask(10, "nginx", 33);
    CurrentTask curl = new CurrentTask(20, "curl");
    script
        .clock(0, NOON, 7200, "Europe/Berlin")
        .name(NameRecord.CGROUP, 77, "/system.slice/nginx.service")
        .name(NameRecord.USER, 33, "www-data")
        .name(NameRecord.NETNS, 7, "blue")
        .exec(nginx, 1, 0, 77, "/usr/sbin/nginx", "nginx -g off")
        .inventory(2, InventoryRecord.BEGIN)
        .inventory(4, InventoryRecord.END);
    script
        .socket("10.0.0.1", 5432, "10.0.0.8", 7000)
        .found(TcpState.ESTABLISHED, 3, new CurrentTask(60, "postgres"));
    script.socket("0.0.0.0", 80, "0.0.0.0", 0).owner(33, 77).to(TcpState.LISTEN, SECOND, nginx);
    Lifecycle.client(
        script.socket("10.0.0.1", 40001, "10.0.0.2", 443).bytes(102, 2001).payload(100, 2000),
        2 * SECOND,
        3 * SECOND,
        curl);
    SocketScript served =
        script.socket("10.0.0.1", 80, "192.168.7.9", 50000).owner(33, 77).netns(7);
    served.accepted(4 * SECOND, nginx).reset(5 * SECOND, SegmentRecord.RECEIVED);
    Lifecycle.server(served.retransmitted(2, 3000), 4 * SECOND, 6 * SECOND, nginx);
    script
        .socket("2001:db8::1", 40004, "2001:db8::2", 443)
        .to(TcpState.SYN_SENT, 7 * SECOND, curl)
        .error(111)
        .to(TcpState.CLOSE, 8 * SECOND, CurrentTask.BYSTANDER);
    script
        .socket("10.0.0.1", 40006, "203.0.113.5", 4444)
        .to(TcpState.SYN_SENT, 9 * SECOND, new CurrentTask(50, "implant"));
    return script.sort();
  }
}
