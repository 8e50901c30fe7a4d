// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.session.Evidence;

/**
 * Whose each end of a connection was, beside what those who made it say. Two recorders see the same
 * traffic, one of them also who accepts; and a tcplife, whose score is only told.
 */
@Timeout(600)
@DisplayName("Each end of a connection has its owner:")
class OwnersIT {
  private static final int MOST_HIDDEN = 5;
  private static final int LEAST_OF_EACH_KIND = 1_000;
  private static final List<String> OF_MORE_PROCESSES =
      List.of("passed", "inherited", "preforked", "preforked-resets", "brief");
  private static final String URING = "ring";

  private static final Map<String, List<OwnedSession>> made = new LinkedHashMap<>();
  private static List<OwnedEnd> plain;
  private static List<OwnedEnd> hooked;
  private static OwnerScore peer;

  @BeforeAll
  static void recordSideBySide(@TempDir Path directory) throws IOException {
    Host.needRecording();
    Host.needPeer();
    Path plainly = Files.createDirectory(directory.resolve("plain"));
    Path withAccepts = Files.createDirectory(directory.resolve("hooked"));
    try (Recorder first = Recorder.start(plainly, "--accept=none");
        Recorder second = Recorder.start(withAccepts, "--accept=syscall");
        Peer tcplife = Peer.start()) {
      makeSessions();
      peer = OwnerScore.ofRows(tcplife.stop());
      plain = ofKnownEnds(first.stop());
      hooked = ofKnownEnds(second.stop());
    }
  }

  private static void makeSessions() throws IOException {
    for (String kind : Traffic.SCENARIOS) {
      make(count -> OwnedSession.ofTwo(kind, count, false));
      make(count -> OwnedSession.ofTwo(kind, count, true));
    }
    for (String kind : OF_MORE_PROCESSES) {
      make(count -> OwnedSession.ofKind(kind, count));
    }
    if (hasUring()) {
      make(count -> OwnedSession.ofKind(URING, count));
    } else {
      System.out.println("owners: this kernel has no io_uring to accept with");
    }
  }

  /** In a few runs, so that none takes too long. */
  private static void make(Function<Integer, List<OwnedSession>> maker) {
    List<OwnedSession> sessions = new ArrayList<>();
    while (sessions.size() < LEAST_OF_EACH_KIND) {
      sessions.addAll(maker.apply(LEAST_OF_EACH_KIND / 4));
    }
    made.put(sessions.get(0).kind(), sessions);
  }

  private static boolean hasUring() throws IOException {
    Path disabled = Path.of("/proc/sys/kernel/io_uring_disabled");
    return Files.exists(disabled) && !Files.readString(disabled).strip().equals("2");
  }

  /** Others may use the network too. */
  private static List<OwnedEnd> ofKnownEnds(Path capture) {
    Set<Ends> known =
        made.values().stream()
            .flatMap(List::stream)
            .map(OwnedSession::client)
            .collect(Collectors.toSet());
    return RecordedSessions.of(capture).stream()
        .filter(session -> session.socket().isIpv4())
        .map(OwnedEnd::of)
        .filter(end -> known.contains(end.ends()) || known.contains(end.ends().reversed()))
        .toList();
  }

  @Test
  @DisplayName("who connected; of the other end who closed it, or who listens if nobody did")
  void withoutAccepts() {
    assertSame(
        expected(
            session -> {
              if (session.clientResets()) {
                return server(session, session.listener(), Evidence.LISTENER);
              }
              Evidence evidence = session.serverResets() ? Evidence.ABORT : Evidence.CLOSE;
              return server(session, session.closer(), evidence);
            }),
        plain);
  }

  /** No system call returns what io_uring accepts. */
  @Test
  @DisplayName("who connected; of the other end who accepted it, whoever closed it")
  void withAccepts() {
    assertSame(
        expected(
            session ->
                session.kind().equals(URING)
                    ? server(session, session.closer(), Evidence.CLOSE)
                    : server(session, session.acceptor(), Evidence.ACCEPT)),
        hooked);
  }

  @Test
  @DisplayName("as many of each kind as are asked for; and the peer's score")
  void scores() {
    OwnerScore ours = OwnerScore.of(plain);
    OwnerScore oursWithAccepts = OwnerScore.of(hooked);
    made.forEach(
        (kind, sessions) -> {
          assertTrue(sessions.size() >= LEAST_OF_EACH_KIND, kind + ": " + sessions.size());
          System.out.printf(
              "owners: %-25s of %,d clients and servers: %s; with accepts %s; tcplife %s%n",
              kind,
              sessions.size(),
              tell(ours, sessions),
              tell(oursWithAccepts, sessions),
              tell(peer, sessions));
        });
  }

  private static String tell(OwnerScore score, List<OwnedSession> sessions) {
    return "%,d and %,d".formatted(score.clients(sessions), score.servers(sessions));
  }

  private static List<OwnedEnd> expected(Function<OwnedSession, OwnedEnd> server) {
    List<OwnedEnd> ends = new ArrayList<>();
    for (List<OwnedSession> sessions : made.values()) {
      for (OwnedSession each : sessions) {
        int closer = each.serverResets() ? 0 : each.opener();
        ends.add(OwnedEnd.closed(each.client(), each.opener(), Evidence.CONNECT, closer));
        ends.add(server.apply(each));
      }
    }
    return ends;
  }

  private static OwnedEnd server(OwnedSession session, int owner, Evidence evidence) {
    int closer = session.clientResets() ? 0 : session.closer();
    return OwnedEnd.closed(session.server(), owner, evidence, closer);
  }

  /**
   * The kernel may use the same ports again, so each must be there as often as it was made. It
   * keeps a few transitions from every BPF program (see MillionEventsIT): ends without a close are
   * set apart, and told.
   */
  private static void assertSame(List<OwnedEnd> made, List<OwnedEnd> recorded) {
    List<OwnedEnd> unclosed = recorded.stream().filter(end -> !end.isClosed()).toList();
    System.out.println("owners: ends whose close the kernel hid: " + unclosed);
    assertTrue(unclosed.size() <= MOST_HIDDEN, unclosed::toString);
    Set<Ends> hidden = unclosed.stream().map(OwnedEnd::ends).collect(Collectors.toSet());
    List<OwnedEnd> expected = without(hidden, made);
    List<OwnedEnd> found = without(hidden, recorded);
    Map<OwnedEnd, Long> missing = new LinkedHashMap<>(count(expected));
    Map<OwnedEnd, Long> added = new LinkedHashMap<>(count(found));
    missing.entrySet().removeAll(count(found).entrySet());
    added.entrySet().removeAll(count(expected).entrySet());
    assertEquals(Map.of(), missing, () -> "not found so; but: " + added);
    assertEquals(Map.of(), added, "found, but not made so");
  }

  private static List<OwnedEnd> without(Set<Ends> hidden, List<OwnedEnd> ends) {
    return ends.stream().filter(end -> !hidden.contains(end.ends())).toList();
  }

  private static Map<OwnedEnd, Long> count(List<OwnedEnd> ends) {
    return ends.stream().collect(Collectors.groupingBy(end -> end, Collectors.counting()));
  }
}
