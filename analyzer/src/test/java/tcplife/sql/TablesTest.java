// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.StateFields;
import tcplife.capture.SyntheticCapture;
import tcplife.event.LossRecord;
import tcplife.event.NameRecord;
import tcplife.event.ProcessRecord;
import tcplife.event.TcpState;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;
import tcplife.replay.Run;

/** The tables beside sessions, and the views and macros over them. */
@Timeout(60)
class TablesTest {
  private static final long NOON = 1_780_315_200_000_000_000L;
  private static final CurrentTask NGINX = new CurrentTask(7, "nginx");

  @TempDir private Path directory;

  private static String csv(List<Path> captures, String query, String... options) {
    List<String> all = new java.util.ArrayList<>(List.of("--format=csv"));
    all.addAll(List.of(options));
    Run run = SqlRun.query(captures, query, all.toArray(String[]::new));
    assertEquals("", run.err());
    return run.out().substring(run.out().indexOf('\n') + 1);
  }

  private List<Path> capture(CaptureScript script) {
    return List.of(script.write(directory.resolve("cap")));
  }

  @Test
  void transitionsAreThereAsTheKernelGaveThem() {
    CaptureScript script = new CaptureScript().clock(0, NOON, 0, "UTC");
    Lifecycle.client(
        script.socket("::ffff:10.0.0.1", 4, "::ffff:10.0.0.2", 80), 30_001, 100_000, NGINX);
    assertEquals(
        "2026-06-01 12:00:00.000000001,1780315200000000001,CLOSE,SYN_SENT,10.0.0.1,0,10.0.0.2,80,7,"
            + "nginx,true\n"
            + "2026-06-01 12:00:00.000030001,1780315200000030001,SYN_SENT,ESTABLISHED,10.0.0.1,4,"
            + "10.0.0.2,80,99,bystander,false\n",
        csv(
            capture(script),
            "SELECT time, time_ns, old_state, new_state, local_address, local_port, remote_address, "
                + "remote_port, pid, comm, by_process FROM transitions ORDER BY time_ns LIMIT 2"));
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
        csv(
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
        csv(
            List.of(path),
            "SELECT pid, count(*), min(start_ns), max(start_ns) FROM processes GROUP BY pid "
                + "ORDER BY pid"),
        "by the clock as it was when it began: set an hour ahead and back, not by some ns");
  }

  @Test
  void aStartIsNotKnownWithoutAClock() {
    assertEquals(
        "7,\n",
        csv(
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
        csv(
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
        csv(
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
        csv(
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
        "80,/nginx\n", csv(capture(script), "SELECT local_port, executable FROM listeners"));
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
        csv(List.of(path), "SELECT local_port, executable FROM listeners ORDER BY local_port"),
        "what is not found again is as it was");
  }

  @Test
  void lossesAndCapturesTellWhatIsMissing() {
    Path path = directory.resolve("cap");
    SyntheticCapture.in(path)
        .clock(0, NOON, "UTC")
        .state(StateFields.ofSocket(1).at(10, TcpState.CLOSE, TcpState.SYN_SENT))
        .lose(0, 3)
        .loss(new LossRecord(10, 20, 3, LossRecord.RING_FULL, 0))
        .end();
    Run run =
        SqlRun.query(
            List.of(path),
            "SELECT since_ns, until_ns, count, cause, cpu, events, missing, complete, damage, captures.host "
                + "FROM losses, captures",
            "--format=csv");
    assertEquals(3, run.code());
    String row = run.out().lines().skip(1).findFirst().orElseThrow();
    assertTrue(
        row.startsWith("1780315200000000010,1780315200000000020,3,ring_full,0,1,3,false,"), row);
    assertTrue(row.contains("3 events are missing"), row);
    assertTrue(run.messages().get(0).contains("3 events are missing"), run.err());
    assertTrue(run.messages().get(1).contains("3 events were lost between"), run.err());
    assertEquals(2, run.messages().size());
  }

  @Test
  void sessionsAtAMomentAreThoseThatWereOpen() {
    CaptureScript script =
        new CaptureScript()
            .clock(0, NOON, 0, "UTC")
            .exec(NGINX, 5, 0, 0, "/early", "")
            .exec(NGINX, 2_500_000_000L, 0, 0, "/late", "");
    Lifecycle.client(
        script.socket("10.0.0.1", 1, "10.0.0.2", 2), 1_000_000_000, 3_000_000_000L, NGINX);
    Lifecycle.client(
        script.socket("10.0.0.1", 2, "10.0.0.2", 2), 2_500_000_000L, 4_000_000_000L, NGINX);
    List<Path> capture = capture(script);
    String query = "SELECT local_port FROM sessions_at('2026-06-01 12:00:0%s') ORDER BY 1";
    assertEquals("1\n", csv(capture, query.formatted("2")));
    assertEquals("1\n2\n", csv(capture, query.formatted("2.75")));
    assertEquals("", csv(capture, query.formatted("9")));
    String count = "SELECT (SELECT count(*) FROM sessions), (SELECT count(*) FROM transitions)";
    assertEquals("2,10\n", csv(capture, count));
    assertEquals("1,3\n", csv(capture, count, "--from=2026-06-01T12:00:03.5Z"));
    assertEquals("1,2\n", csv(capture, count, "--to=2026-06-01T12:00:02Z"));
    String programs = "SELECT executable FROM processes ORDER BY 1";
    assertEquals("/early\n", csv(capture, programs, "--to=2026-06-01T12:00:02Z"));
    assertEquals("/early\n/late\n", csv(capture, programs, "--from=2026-06-01T12:00:03Z"));
  }

  @Test
  void whatWasNotReadIsSaid() {
    Path path = directory.resolve("cap");
    SyntheticCapture capture = SyntheticCapture.in(path).clock(0, NOON, "UTC");
    for (int i = 1; i < 10_000; i++) {
      capture.state(StateFields.ofSocket(i).at(i, TcpState.CLOSE, TcpState.SYN_SENT));
    }
    capture
        .lose(0, 3)
        .state(StateFields.ofSocket(1).at(1, TcpState.SYN_SENT, TcpState.CLOSE))
        .end();
    String query = "SELECT cookie FROM transitions LIMIT 1";
    Run some = SqlRun.query(List.of(path), query);
    assertEquals(0, some.code());
    assertEquals(
        List.of(
            "tcplife sql: "
                + path
                + ": not read to its end: what is damaged or missing there is not told"),
        some.messages());
    Run all = SqlRun.query(List.of(path), query + "; SELECT count(*) FROM transitions");
    assertEquals(3, all.code());
    assertEquals(1, all.messages().size());
    assertTrue(all.err().contains("3 events are missing"), all.err());
  }

  @Test
  void whatMayBeCalledHasItsMeaning() {
    assertEquals(
        "",
        csv(
            capture(new CaptureScript()),
            "SELECT function_name, comment FROM duckdb_functions() WHERE NOT internal "
                + "AND function_type LIKE '%macro' "
                + "AND NOT coalesce(starts_with(comment, function_name || '('), false)"));
  }

  @Test
  void everyColumnOfEveryTableHasItsMeaning() {
    assertEquals(
        "",
        csv(
            capture(new CaptureScript()),
            "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal "
                + "AND coalesce(comment, '') = '' "
                + "UNION ALL SELECT view_name, '' FROM duckdb_views() WHERE NOT internal "
                + "AND coalesce(comment, '') = ''"));
  }
}
