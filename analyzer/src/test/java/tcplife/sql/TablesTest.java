// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.StateFields;
import tcplife.capture.SyntheticCapture;
import tcplife.event.LossRecord;
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
        SqlRun.csv(
            capture(script),
            "SELECT time, time_ns, old_state, new_state, local_address, local_port, remote_address, "
                + "remote_port, pid, comm, by_process FROM transitions ORDER BY time_ns LIMIT 2"));
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
    assertEquals("1\n", SqlRun.csv(capture, query.formatted("2")));
    assertEquals("1\n2\n", SqlRun.csv(capture, query.formatted("2.75")));
    assertEquals("", SqlRun.csv(capture, query.formatted("9")));
    String count = "SELECT (SELECT count(*) FROM sessions), (SELECT count(*) FROM transitions)";
    assertEquals("2,10\n", SqlRun.csv(capture, count));
    assertEquals("1,3\n", SqlRun.csv(capture, count, "--from=2026-06-01T12:00:03.5Z"));
    assertEquals("1,2\n", SqlRun.csv(capture, count, "--to=2026-06-01T12:00:02Z"));
    String programs = "SELECT executable FROM processes ORDER BY 1";
    assertEquals("/early\n", SqlRun.csv(capture, programs, "--to=2026-06-01T12:00:02Z"));
    assertEquals("/early\n/late\n", SqlRun.csv(capture, programs, "--from=2026-06-01T12:00:03Z"));
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
        SqlRun.csv(
            capture(new CaptureScript()),
            "SELECT function_name, comment FROM duckdb_functions() WHERE NOT internal "
                + "AND function_type LIKE '%macro' "
                + "AND NOT coalesce(starts_with(comment, function_name || '('), false)"));
  }

  @Test
  void everyColumnOfEveryTableHasItsMeaning() {
    assertEquals(
        "",
        SqlRun.csv(
            capture(new CaptureScript()),
            "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal "
                + "AND coalesce(comment, '') = '' "
                + "UNION ALL SELECT view_name, '' FROM duckdb_views() WHERE NOT internal "
                + "AND coalesce(comment, '') = ''"));
  }
}
