// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tcplife.event.TcpState;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;

/** Which two ends are those of one connection. */
@Timeout(60)
class ConversationsTest {
  private static final long NOON = 1_780_315_200_000_000_000L;
  private static final CurrentTask NGINX = new CurrentTask(7, "nginx");

  @TempDir private Path directory;

  @Test
  void bothEndsOfAConnectionAreOneConversationAlsoAcrossHosts() {
    CaptureScript here = new CaptureScript("boot-a").clock(0, NOON, 0, "UTC");
    CaptureScript there = new CaptureScript("boot-b").clock(1_000_000, NOON, 0, "UTC");
    CurrentTask curl = new CurrentTask(3, "curl");
    // The same port twice: each end finds its own other end.
    for (int i = 0; i < 2; i++) {
      long from = 500_000_000L * i + 50_000;
      Lifecycle.client(
          here.socket("10.0.0.1", 4000, "10.0.0.2", 80).bytes(i, 0), from, from + 900_000, curl);
      Lifecycle.server(
          there.socket("10.0.0.2", 80, "10.0.0.1", 4000).bytes(0, i),
          from + 1_000_000,
          from + 1_900_000,
          NGINX);
    }
    Lifecycle.client(here.socket("10.0.0.1", 4001, "10.0.0.3", 80), 50_000, 900_000, curl);
    List<Path> captures =
        List.of(here.write(directory.resolve("a")), there.write(directory.resolve("b")));
    assertEquals(
        "curl,nginx,10.0.0.1,4000,10.0.0.2,80,true\ncurl,nginx,10.0.0.1,4000,10.0.0.2,80,true\n",
        SqlRun.csv(
            captures,
            "SELECT client_comm, server_comm, client_address, client_port, server_address, "
                + "server_port, abs(client_opened_ns - server_opened_ns) < 100000 FROM conversations"));
  }

  private static void found(CaptureScript script, String local, int port, String remote, int peer) {
    script
        .socket(local, port, remote, peer)
        .found(TcpState.ESTABLISHED, 5, new CurrentTask(port, "p" + port));
  }

  @Test
  void endsThatAreOlderThanTheRecordingAreAConversationToo() {
    CaptureScript here = new CaptureScript("boot-a").clock(0, NOON, 0, "UTC");
    found(here, "10.0.0.1", 4000, "10.0.0.1", 80);
    found(here, "10.0.0.1", 80, "10.0.0.1", 4000);
    // The listener of port 81 is known, and so who connected.
    here.socket("0.0.0.0", 81, "0.0.0.0", 0).found(TcpState.LISTEN, 4, NGINX);
    found(here, "10.0.0.1", 4001, "10.0.0.1", 81);
    found(here, "10.0.0.1", 81, "10.0.0.1", 4001);
    assertEquals(
        "p4000,p80,4000,80,false\np4001,p81,4001,81,true\n",
        SqlRun.csv(
            List.of(here.write(directory.resolve("cap"))),
            "SELECT client_comm, server_comm, client_port, server_port, originator_known "
                + "FROM conversations ORDER BY ALL"));
  }

  @Test
  void ofEndsThatAreOlderThoseMatchThatClosedTogether() {
    CaptureScript here = new CaptureScript("boot-a").clock(0, NOON, 0, "UTC");
    CaptureScript there = new CaptureScript("boot-b").clock(0, NOON, 0, "UTC");
    // The same port again, within the second that clocks may differ by.
    long[] closed = {400_000_000, 800_000_000};
    for (int i = 0; i < closed.length; i++) {
      here.socket("10.0.0.1", 4000, "10.0.0.2", 80)
          .found(TcpState.ESTABLISHED, closed[i] - 1000, new CurrentTask(3 + i, "a" + i))
          .to(TcpState.CLOSE, closed[i], NGINX);
      there
          .socket("10.0.0.2", 80, "10.0.0.1", 4000)
          .cookie(9 - i)
          .found(TcpState.ESTABLISHED, closed[i] - 1000, new CurrentTask(5 + i, "b" + i))
          .to(TcpState.CLOSE, closed[i], NGINX);
    }
    assertEquals(
        "a0,b0\na1,b1\n",
        SqlRun.csv(
            List.of(here.write(directory.resolve("a")), there.write(directory.resolve("b"))),
            "SELECT client_comm, server_comm FROM conversations ORDER BY ALL"));
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void anEndThatABootLeftOpenIsOfNoLaterConversation(boolean older) {
    CaptureScript before = new CaptureScript("boot-a").clock(0, NOON, 0, "UTC");
    before
        .socket("10.0.0.1", 4000, "10.0.0.1", 80)
        .to(TcpState.SYN_SENT, 50_000, NGINX)
        .to(TcpState.ESTABLISHED, 90_000, NGINX);
    CaptureScript after = new CaptureScript("boot-b").clock(0, NOON + 60_000_000_000L, 0, "UTC");
    if (older) {
      found(after, "10.0.0.1", 80, "10.0.0.1", 4000);
    } else {
      Lifecycle.accepted(after.socket("10.0.0.1", 80, "10.0.0.1", 4000), 50_000);
    }
    Path path = directory.resolve("cap");
    before.write(path);
    after.write(path);
    assertEquals("0\n", SqlRun.csv(List.of(path), "SELECT count(*) FROM conversations"));
  }

  /** One end here, the other there: of the same addresses, ports and time. */
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.2, 1, 0, 0",
    "::1, ::1, 1, 0, 0",
    "169.254.0.1, 169.254.0.2, 1, 1, 0",
    "fe80::1, fe80::2, 1, 1, 0",
    "fe8::1, fe8::2, 1, 1, 1",
    "10.0.0.1, 10.0.0.2, 1, 1, 1"
  })
  void endsOfALoopbackOrALinkMatchOnlyWhereItIsOne(
      String client, String server, int together, int inTwoNamespaces, int onTwoHosts) {
    int[] expected = {together, inTwoNamespaces, onTwoHosts};
    for (int i = 0; i < expected.length; i++) {
      CaptureScript here = new CaptureScript("boot-a").clock(0, NOON, 0, "UTC");
      CaptureScript there = i < 2 ? here : new CaptureScript("boot-b").clock(0, NOON, 0, "UTC");
      Lifecycle.client(
          here.socket(client, 4000, server, 80).netns(1), 50_000, 900_000, new CurrentTask(3, "a"));
      Lifecycle.server(
          there.socket(server, 80, client, 4000).netns(i == 1 ? 2 : 1), 50_000, 900_000, NGINX);
      List<Path> captures = new ArrayList<>();
      captures.add(here.sort().write(directory.resolve("a" + i)));
      if (i == 2) {
        captures.add(there.write(directory.resolve("b")));
      }
      assertEquals(
          expected[i] + "\n", SqlRun.csv(captures, "SELECT count(*) FROM conversations"), "" + i);
    }
  }
}
