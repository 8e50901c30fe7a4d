// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.event.RecordHeader;
import tcplife.event.SegmentRecord;
import tcplife.event.TcpState;
import tcplife.live.HookRecords;
import tcplife.live.Program;

/** Resets and retransmits are told, with their sockets. */
@Timeout(120)
class SegmentHooksIT {
  /** Segments reach the other device of the pair with an address that is not its own. */
  static final String CONNECT_INTO_NOTHING =
      """
      ip link add v0 type veth peer name v1
      ip address add 10.9.9.1/24 dev v0
      ip link set v0 up
      ip link set v1 up
      ip neighbour add 10.9.9.2 lladdr 02:00:00:00:00:99 dev v0 nud permanent
      echo 1 >/proc/sys/net/ipv4/tcp_syn_retries
      ! bash -c ': >/dev/tcp/10.9.9.2/9' 2>/dev/null
      """;

  @TempDir Path temp;
  private long netns;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  private HookRecords recorded(List<String> traffic) {
    Path capture = temp.resolve("cap");
    try (RecorderProcess recorder = RecorderProcess.start(capture)) {
      netns = Long.parseLong(Program.run(traffic).lines().findFirst().orElseThrow());
      recorder.stop("INT");
    }
    return new HookRecords(capture);
  }

  /** Cookies of the sockets that a kind of segment was told of, in order. */
  private static List<SegmentRecord> of(HookRecords records, int kind, int direction) {
    return records.segments.stream()
        .filter(each -> each.kind() == kind && each.direction() == direction)
        .toList();
  }

  private static List<Long> cookies(List<SegmentRecord> segments) {
    return segments.stream().map(SegmentRecord::cookie).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "server"})
  void aResetIsToldByWhoSentItAndByWhoReceivedIt(String side) throws IOException {
    HookRecords records = recorded(Live.traffic("sessions", side + "-resets", "-n", "7"));

    List<Long> clients = records.cookies(netns, TcpState.CLOSE, TcpState.SYN_SENT);
    List<Long> servers = records.cookies(netns, TcpState.SYN_RECV, TcpState.ESTABLISHED);
    boolean byClient = side.equals("client");
    List<SegmentRecord> sent = of(records, RecordHeader.RESET_KIND, SegmentRecord.SENT);
    sent =
        sent.stream()
            .filter(each -> (byClient ? clients : servers).contains(each.cookie()))
            .toList();
    List<SegmentRecord> received = of(records, RecordHeader.RESET_KIND, SegmentRecord.RECEIVED);
    received =
        received.stream()
            .filter(each -> (byClient ? servers : clients).contains(each.cookie()))
            .toList();
    assertEquals(7, clients.size());
    assertEquals(byClient ? clients : servers, cookies(sent));
    assertEquals(byClient ? servers : clients, cookies(received));
    received.forEach(each -> assertEquals(TcpState.ESTABLISHED, each.state()));
    received.forEach(each -> assertEquals(0, each.reason()));
    sent.forEach(each -> assertEquals(kernelGivesReasons(), each.reason() != 0));
  }

  /** Since Linux 6.10. */
  private static boolean kernelGivesReasons() {
    try {
      byte[] types = Files.readAllBytes(Privileges.BTF);
      return new String(types, StandardCharsets.ISO_8859_1).contains("\0sk_rst_reason\0");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRefusalIsAResetThatOnlyTheClientHasASocketFor() {
    HookRecords records = recorded(Live.traffic("sessions", "refused", "-n", "5"));

    List<Long> clients = records.cookies(netns, TcpState.CLOSE, TcpState.SYN_SENT);
    List<SegmentRecord> told =
        records.segments.stream().filter(each -> clients.contains(each.cookie())).toList();
    assertEquals(clients, cookies(told));
    told.forEach(each -> assertEquals(SegmentRecord.RECEIVED, each.direction()));
    told.forEach(each -> assertEquals(TcpState.SYN_SENT, each.state()));
    assertTrue(records.segments.stream().noneMatch(each -> each.cookie() == 0));
  }

  @Test
  void eachRetransmitIsTold() {
    HookRecords records = recorded(Live.inNamespace(CONNECT_INTO_NOTHING));

    List<HookRecords.Transition> ends =
        records.transitions.stream()
            .filter(each -> each.netns() == (int) netns && each.newState() == TcpState.CLOSE)
            .toList();
    assertEquals(1, ends.size());
    List<SegmentRecord> told =
        of(records, RecordHeader.RETRANSMIT_KIND, SegmentRecord.SENT).stream()
            .filter(each -> each.cookie() == ends.get(0).cookie())
            .toList();
    assertTrue(told.size() > 0, "the connect was to be tried again");
    assertEquals(ends.get(0).retransmits(), told.size());
    told.forEach(each -> assertEquals(TcpState.SYN_SENT, each.state()));
  }
}
