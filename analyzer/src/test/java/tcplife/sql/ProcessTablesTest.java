// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.event.NameRecord;
import tcplife.event.ProcessRecord;
import tcplife.event.TcpState;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;

/** The tables of processes and of what listens. */
@Timeout(60)
class ProcessTablesTest {
  private static final long NOON = 1_780_315_200_000_000_000L;
  private static final CurrentTask NGINX = new CurrentTask(7, "nginx");

  @TempDir private Path directory;

  private List<Path> capture(CaptureScript script) {
    return List.of(script.write(directory.resolve("cap")));
  }

  @Test
  void processesHaveTheNamesOfTheirUsersAndCgroups() {
    String container = "0123456789abcdef".repeat(4);
    CaptureScript script =
        new CaptureScript()
            .clock(0, NOON, 0, "UTC")
            .exec(NGINX, 5, 33, 9, "/usr/sbin/nginx", "nginx -g x")
            .exec(new CurrentTask(8, "sh"), 6, 34, 10, "/bin/sh", "sh")
            .name(NameRecord.USER, 33, "www")
            .name(NameRecord.CGROUP, 9, "/docker/" + container);
    assertEquals(
        "7,2026-06-01 12:00:00.000000005,exec,www,nginx,/usr/sbin/nginx,nginx -g x,/docker/"
            + container
            + ","
            + container
            + "\n"
            + "8,2026-06-01 12:00:00.000000006,exec,,sh,/bin/sh,sh,,\n",
        SqlRun.csv(
            capture(script),
            "SELECT pid, time, why, user, comm, executable, command_line, cgroup_path, container "
                + "FROM processes ORDER BY pid"));
  }

  /** What an inventory finds of nginx, which it cannot look into if the executable is empty. */
  private static ProcessRecord found(long time, long start, String executable) {
    return recorded(ProcessRecord.FOUND, time, start, NGINX.pid(), executable);
  }

  /** What is recorded of a worker of nginx, which has its parent's program. */
  private static ProcessRecord worker(int why, long time, long start) {
    return recorded(why, time, start, 8, "");
  }

  private static ProcessRecord recorded(
      int why, long time, long start, int pid, String executable) {
    byte[] name = executable.getBytes(StandardCharsets.UTF_8);
    byte[] none = new byte[0];
    int parent = pid == NGINX.pid() ? 1 : NGINX.pid();
    return new ProcessRecord(time, start, 0, pid, parent, 0, 0, why, none, name, none, false);
  }

  @Test
  void aProcessHasOneStartHoweverOftenTheClockIsRead() {
    long hour = 3_600_000_000_000L;
    CaptureScript first =
        new CaptureScript()
            .clock(100, NOON + 100, 0, "UTC")
            .process(found(110, 50, "/nginx"))
            .clock(200, NOON + 203, 0, "UTC")
            .process(found(210, 50, ""))
            .process(recorded(ProcessRecord.FORK, 220, 220, 9, ""))
            .clock(300, NOON + hour + 298, 0, "UTC")
            .process(found(310, 50, ""))
            .process(worker(ProcessRecord.FORK, 320, 320));
    CaptureScript second =
        new CaptureScript()
            .clock(400, NOON + 401, 0, "UTC")
            .process(found(410, 50, "/nginx"))
            .process(worker(ProcessRecord.FOUND, 410, 320));
    Path path = first.write(directory.resolve("cap"));
    second.write(path);
    assertEquals(
        "7,4,1780315200000000050,1780315200000000050\n"
            + "8,2,1780318800000000318,1780318800000000318\n"
            + "9,1,1780315200000000220,1780315200000000220\n",
        SqlRun.csv(
            List.of(path),
            "SELECT pid, count(*), min(start_ns), max(start_ns) FROM processes GROUP BY pid "
                + "ORDER BY pid"),
        "by the clock as it was when it began: set an hour ahead and back, not by some ns");
  }

  @Test
  void aStartIsNotKnownWithoutAClock() {
    assertEquals(
        "7,\n",
        SqlRun.csv(
            capture(new CaptureScript().process(found(10, 5, "/nginx"))),
            "SELECT pid, start_ns FROM processes"));
  }

  @Test
  void listenersAreThereFromTheirBeginningToTheirEnd() {
    CaptureScript script =
        new CaptureScript()
            .clock(0, NOON, 0, "UTC")
            .exec(NGINX, 1, 0, 0, "/usr/sbin/nginx", "nginx");
    script
        .socket("0.0.0.0", 80, "0.0.0.0", 0)
        .to(TcpState.LISTEN, 10, NGINX)
        .to(TcpState.CLOSE, 20, NGINX);
    script.socket("::", 81, "::", 0).found(TcpState.LISTEN, 15, NGINX);
    script.socket("127.0.0.1", 82, "0.0.0.0", 0).to(TcpState.LISTEN, 30, NGINX);
    assertEquals(
        "0.0.0.0,80,1780315200000000010,1780315200000000020,7,nginx,/usr/sbin/nginx\n"
            + "::,81,,,7,nginx,/usr/sbin/nginx\n"
            + "127.0.0.1,82,1780315200000000030,,7,nginx,/usr/sbin/nginx\n",
        SqlRun.csv(
            capture(script),
            "SELECT local_address, local_port, opened_ns, closed_ns, pid, comm, executable "
                + "FROM listeners ORDER BY local_port"));
  }

  @Test
  void aListenerKeepsItsProgramThoughItsPidIsUsedAgain() {
    CurrentTask next = new CurrentTask(7, "curl");
    CaptureScript script =
        new CaptureScript().clock(0, NOON, 0, "UTC").exec(NGINX, 1, 0, 0, "/nginx", "nginx");
    script.socket("0.0.0.0", 80, "0.0.0.0", 0).to(TcpState.LISTEN, 10, NGINX);
    script
        .socket("0.0.0.0", 81, "0.0.0.0", 0)
        .to(TcpState.LISTEN, 11, NGINX)
        .to(TcpState.CLOSE, 60, NGINX);
    script.exit(NGINX, 50).exec(next, 55, 0, 0, "/curl", "curl");
    script.socket("0.0.0.0", 82, "0.0.0.0", 0).to(TcpState.LISTEN, 70, next);
    assertEquals(
        "80,nginx,/nginx\n81,nginx,/nginx\n82,curl,/curl\n",
        SqlRun.csv(
            capture(script.sort()),
            "SELECT local_port, comm, executable FROM listeners ORDER BY local_port"));
  }

  @Test
  void aListenerKeepsItsProgramThoughALaterInventoryDoesNotTellIt() {
    CurrentTask worker = new CurrentTask(8, "nginx");
    CaptureScript script =
        new CaptureScript()
            .clock(0, NOON, 0, "UTC")
            .process(found(5, 1, "/nginx"))
            .process(worker(ProcessRecord.FORK, 6, 6));
    script.socket("0.0.0.0", 80, "0.0.0.0", 0).found(TcpState.LISTEN, 7, NGINX);
    script.socket("0.0.0.0", 81, "0.0.0.0", 0).to(TcpState.LISTEN, 8, worker);
    script.process(found(100, 1, "")).process(worker(ProcessRecord.FOUND, 100, 6));
    assertEquals(
        "80,7,/nginx\n81,8,/nginx\n",
        SqlRun.csv(
            capture(script),
            "SELECT local_port, pid, executable FROM listeners ORDER BY local_port"));
  }

  @Test
  void aListenerKeepsItsProgramThoughTheEndOfItsProcessWasNotSeen() {
    CaptureScript script =
        new CaptureScript().clock(0, NOON, 0, "UTC").process(found(5, 1, "/nginx"));
    script.socket("0.0.0.0", 80, "0.0.0.0", 0).to(TcpState.LISTEN, 10, NGINX);
    script.process(found(100, 50, "/later"));
    assertEquals(
        "80,/nginx\n", SqlRun.csv(capture(script), "SELECT local_port, executable FROM listeners"));
  }

  @Test
  void theNextRecordingTellsAnewWhatListens() {
    CaptureScript first =
        new CaptureScript().clock(0, NOON, 0, "UTC").process(found(5, 1, "/nginx"));
    first.socket("0.0.0.0", 80, "0.0.0.0", 0).cookie(5).to(TcpState.LISTEN, 10, NGINX);
    first.socket("0.0.0.0", 81, "0.0.0.0", 0).to(TcpState.LISTEN, 11, NGINX);
    Path path = first.write(directory.resolve("cap"));
    CaptureScript second =
        new CaptureScript().clock(100, NOON + 100, 0, "UTC").process(found(105, 1, "/upgraded"));
    second.socket("0.0.0.0", 80, "0.0.0.0", 0).cookie(5).found(TcpState.LISTEN, 106, NGINX);
    second.write(path);
    assertEquals(
        "80,/upgraded\n81,/nginx\n",
        SqlRun.csv(
            List.of(path), "SELECT local_port, executable FROM listeners ORDER BY local_port"),
        "what is not found again is as it was");
  }
}
