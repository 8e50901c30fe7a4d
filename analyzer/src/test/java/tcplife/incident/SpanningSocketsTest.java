// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tcplife.event.TcpState;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;
import tcplife.fixture.SocketScript;
import tcplife.sql.SqlRun;

/** A socket that a recording left open, and the next one of the same boot found, is one session. */
@Timeout(60)
class SpanningSocketsTest {
  private static final String REMOTE = "203.0.113.5";
  private static final long UPLOAD = 201;
  private static final long WEB = 202;
  private static final long LEAK = 203;
  private static final long CLIENT = 204;
  private static final long SERVER = 205;
  private static final long REUSED = 206;
  private static final long AGAIN = 207;
  private static final long IDLE = 208;
  private static final long OLDER = 209;
  private static final long LEAPT = 210;

  @TempDir private Path directory;
  private List<Path> captures;

  /** From 0 to 60 s, from 100 to 200 s, and from 300 to 400 s. */
  @BeforeEach
  void makeCaptures() {
    Scene first = new Scene();
    first
        .to(REMOTE, 443)
        .cookie(UPLOAD)
        .payload(5_000_000, 500)
        .to(TcpState.SYN_SENT, Scene.ns(1), Scene.task("upload"))
        .to(TcpState.ESTABLISHED, Scene.ns(1.5), CurrentTask.BYSTANDER);
    Lifecycle.accepted(first.from(REMOTE, 80).cookie(WEB), Scene.ns(2));
    Lifecycle.accepted(first.from(REMOTE, 81).cookie(LEAK), Scene.ns(3))
        .accepted(Scene.ns(3), Scene.task("leak"))
        .to(TcpState.CLOSE_WAIT, Scene.ns(10), CurrentTask.BYSTANDER);
    client(first)
        .to(TcpState.SYN_SENT, Scene.ns(4), Scene.task("curl"))
        .to(TcpState.ESTABLISHED, Scene.ns(4.1), CurrentTask.BYSTANDER);
    Lifecycle.accepted(server(first), Scene.ns(4.1));
    first.to(REMOTE, 85).cookie(AGAIN).to(TcpState.SYN_SENT, Scene.ns(5), Scene.task("again"));
    Lifecycle.client(
        first.to(REMOTE, 86).cookie(REUSED), Scene.ns(6), Scene.ns(7), Scene.task("reused"));
    first
        .to(REMOTE, 88)
        .cookie(IDLE)
        .to(TcpState.SYN_SENT, Scene.ns(9), Scene.task("idle"))
        .to(TcpState.ESTABLISHED, Scene.ns(9.5), CurrentTask.BYSTANDER);
    first
        .to(REMOTE, 90)
        .cookie(LEAPT)
        .to(TcpState.SYN_SENT, Scene.ns(11), Scene.task("leapt"))
        .in(TcpState.ESTABLISHED)
        .to(TcpState.CLOSE_WAIT, Scene.ns(12), CurrentTask.BYSTANDER);
    first.calls("last", REMOTE, 1, 60, 0, 0);
    captures =
        List.of(
            first.write(directory.resolve("first")),
            second().write(directory.resolve("second")),
            third().write(directory.resolve("third")));
  }

  private static SocketScript client(Scene scene) {
    return scene.script().socket(Scene.HOST, 5000, "10.0.0.2", 90).cookie(CLIENT);
  }

  private static SocketScript server(Scene scene) {
    return scene.script().socket("10.0.0.2", 90, Scene.HOST, 5000).cookie(SERVER);
  }

  private static Scene second() {
    Scene second = Scene.since(100);
    CurrentTask web = Scene.task("web");
    second
        .to(REMOTE, 443)
        .cookie(UPLOAD)
        .payload(12_000_000, 1_000)
        .found(TcpState.ESTABLISHED, Scene.ns(100), Scene.task("heir"));
    second
        .from(REMOTE, 80)
        .cookie(WEB)
        .found(TcpState.ESTABLISHED, Scene.ns(100), web)
        .to(TcpState.CLOSE_WAIT, Scene.ns(104), CurrentTask.BYSTANDER)
        .to(TcpState.LAST_ACK, Scene.ns(105), web)
        .to(TcpState.CLOSE, Scene.ns(105.1), CurrentTask.BYSTANDER);
    second.serves("web", REMOTE, 80, 150, 1);
    second
        .from(REMOTE, 81)
        .cookie(LEAK)
        .found(TcpState.CLOSE_WAIT, Scene.ns(100), Scene.task("leak"))
        .to(TcpState.LAST_ACK, Scene.ns(130), Scene.task("leak"))
        .to(TcpState.CLOSE, Scene.ns(135), CurrentTask.BYSTANDER);
    client(second)
        .found(TcpState.ESTABLISHED, Scene.ns(100), Scene.task("curl"))
        .to(TcpState.CLOSE, Scene.ns(120), Scene.task("curl"));
    server(second)
        .found(TcpState.ESTABLISHED, Scene.ns(100), Scene.task("httpd"))
        .error(104)
        .to(TcpState.CLOSE, Scene.ns(120), CurrentTask.BYSTANDER);
    Lifecycle.client(
        second.to(REMOTE, 85).cookie(AGAIN), Scene.ns(110), Scene.ns(111), Scene.task("again"));
    second
        .to(REMOTE, 86)
        .cookie(REUSED)
        .found(TcpState.ESTABLISHED, Scene.ns(100), Scene.task("reused"));
    second
        .to(REMOTE, 89)
        .cookie(OLDER)
        .found(TcpState.CLOSE_WAIT, Scene.ns(100), Scene.task("older"))
        .to(TcpState.LAST_ACK, Scene.ns(101), Scene.task("older"))
        .to(TcpState.CLOSE, Scene.ns(102), CurrentTask.BYSTANDER);
    second.to(REMOTE, 88).cookie(IDLE).found(TcpState.ESTABLISHED, Scene.ns(100), Scene.task("x"));
    second
        .to(REMOTE, 90)
        .cookie(LEAPT)
        .found(TcpState.CLOSE_WAIT, Scene.ns(100), Scene.task("leapt"));
    second.script().lost(Scene.ns(110), Scene.ns(111), 1);
    return second.calls("last", REMOTE, 1, 200, 0, 0);
  }

  private static Scene third() {
    Scene third = Scene.since(300);
    third
        .to(REMOTE, 443)
        .cookie(UPLOAD)
        .payload(15_000_000, 1_500)
        .found(TcpState.ESTABLISHED, Scene.ns(300), Scene.task("heir"))
        .payload(20_000_000, 2_000)
        .to(TcpState.FIN_WAIT1, Scene.ns(310), Scene.task("heir"))
        .to(TcpState.FIN_WAIT2, Scene.ns(310.5), CurrentTask.BYSTANDER)
        .to(TcpState.CLOSE, Scene.ns(311), CurrentTask.BYSTANDER);
    third.to(REMOTE, 88).cookie(IDLE).found(TcpState.ESTABLISHED, Scene.ns(300), Scene.task("x"));
    return third.calls("last", REMOTE, 1, 400, 0, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "top_talkers_by_process, comm sessions sent received, upload 1 20000000 2000",
    "exfiltration, comm sessions of_unknown_originator sent received, upload 1 0 20000000 2000",
    "who_talked_to address=203.0.113.5 port=443, comm sessions still_open sent, upload 1 0 20000000",
    "long_lived min_seconds=305, comm state seconds, upload CLOSE 310.0",
    "long_lived min_seconds=320, comm state seconds, idle ESTABLISHED 391.0",
    "listener_concurrency bucket_seconds=1e9, local_port comm accepted peak, 80 web 2 1",
    "close_wait_leaks, comm sessions still_open older least_seconds, leak 1 0 0 120.0"
  })
  void isFoundOnceByHunts(String hunt, String columns, String expected) {
    String[] words = hunt.split(" ");
    String[] parameters = Arrays.copyOfRange(words, 1, words.length);
    assertEquals(
        List.of(expected),
        Hunt.of(captures, words[0], parameters).rows(columns).stream()
            .filter(row -> row.startsWith(expected.split(" ")[0] + " "))
            .toList());
  }

  private List<String> query(String query) {
    return SqlRun.query(captures, query, "--format=csv").out().lines().skip(1).toList();
  }

  @Test
  void hasWhatEachRecordingSawOfIt() {
    assertEquals(
        List.of("local,SF,fin,upload,connect,heir,310.0,0.5,1.0,20000000,possible"),
        query(
            "SELECT originator, outcome, ending, comm, evidence, closer_comm, duration / 1e9, "
                + "connecting / 1e9, half_closed / 1e9, payload_sent, loss FROM sockets "
                + "WHERE cookie = "
                + UPLOAD));
    assertEquals(
        List.of("S1,391.0,390.5"),
        query(
            "SELECT outcome, age / 1e9, (seen_until_ns - state_since_ns) / 1e9 FROM sockets "
                + "WHERE cookie = "
                + IDLE));
    assertEquals(
        List.of("RSTO,local", "RSTO,remote"),
        query(
            "SELECT outcome, originator FROM sockets WHERE cookie IN (%d, %d) ORDER BY cookie"
                .formatted(CLIENT, SERVER)));
  }

  @Test
  void hasTheWorstThatWasLostOfIt() {
    assertEquals(
        List.of("certain", "possible"),
        query("SELECT loss FROM sessions WHERE cookie = " + LEAPT + " ORDER BY seen_until_ns"));
    assertEquals(List.of("certain"), query("SELECT loss FROM sockets WHERE cookie = " + LEAPT));
  }

  @Test
  void isOneConversationWithTheOtherEnd() {
    assertEquals(
        List.of("curl,116.0,true"),
        query(
            "SELECT client_comm, round(client_duration / 1e9, 1), originator_known "
                + "FROM conversations WHERE server_port = 90"));
  }

  @Test
  void isAnotherOneOnceItHasClosedOrConnectedAnew() {
    assertEquals(
        List.of(REUSED + ",2", AGAIN + ",2"),
        query(
            "SELECT cookie, count(*) FROM sockets WHERE cookie IN (%d, %d) GROUP BY ALL ORDER BY ALL"
                .formatted(AGAIN, REUSED)));
  }

  @Test
  void isAsInSessionsIfOnlyOneRecordingSawIt() {
    String only = "(SELECT cookie FROM sessions GROUP BY cookie HAVING count(*) = 1)";
    String rows =
        "SELECT * REPLACE (CAST(outcome AS VARCHAR) AS outcome) FROM %s WHERE cookie IN " + only;
    assertEquals(
        List.of("true,0"),
        query(
            "SELECT (SELECT bool_or(cookie = %d) FROM sockets WHERE cookie IN %s), count(*) FROM (%s EXCEPT %s)"
                .formatted(OLDER, only, rows.formatted("sessions"), rows.formatted("sockets"))));
  }

  @Test
  void hasTheColumnsOfSessions() {
    String columns = "SELECT column_name FROM (DESCRIBE %s)";
    assertEquals(query(columns.formatted("sessions")), query(columns.formatted("sockets")));
  }
}
