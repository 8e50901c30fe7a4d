// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The peer beside two recorders on the same traffic, one attached before it and one after: on each
 * transition the kernel runs their programs in this order.
 */
final class SideBySide {
  private final Set<Ends> known = new HashSet<>();
  private final List<MadeSession> made;
  private final Path capture;
  private final Map<Ends, List<PrintedSession>> before;
  private final Map<Ends, List<PrintedSession>> after;
  private final Map<Ends, List<PrintedSession>> theirs;
  private final long lostRows;
  private final long skippedRuns;

  /**
   * @param count how many sessions of each kind
   */
  SideBySide(Path directory, int count) throws IOException {
    try (Recorder first = Recorder.start(Files.createDirectory(directory.resolve("before")));
        Peer peer = Peer.start();
        Recorder second = Recorder.start(Files.createDirectory(directory.resolve("after")))) {
      made = Traffic.ofEveryKind(count);
      for (MadeSession session : made) {
        know(session.client());
      }
      know(SlowConnection.make());
      theirs = ofKnownEnds(peer.stop());
      capture = first.stop();
      before = ofKnownEnds(replay(capture));
      after = ofKnownEnds(replay(second.stop()));
      lostRows = peer.lostRows();
      skippedRuns = peer.skippedRuns();
    }
  }

  private void know(Ends client) {
    known.add(client);
    known.add(client.reversed());
  }

  private static List<PrintedSession> replay(Path capture) {
    return PrintedSession.ofCsv(Recorder.replay(capture, "--as-tcplife", "-s"));
  }

  /** Others may use the network at the same time. */
  private Map<Ends, List<PrintedSession>> ofKnownEnds(List<PrintedSession> sessions) {
    return sessions.stream()
        .filter(session -> known.contains(session.ends().unmapped()))
        .collect(Collectors.groupingBy(PrintedSession::ends));
  }

  List<MadeSession> made() {
    return made;
  }

  /** The capture of the recorder attached before the peer. */
  Path capture() {
    return capture;
  }

  /** What that recorder's capture gives, as tcplife. */
  Map<Ends, List<PrintedSession>> before() {
    return before;
  }

  /** The same of the recorder attached after the peer. */
  Map<Ends, List<PrintedSession>> after() {
    return after;
  }

  Map<Ends, List<PrintedSession>> theirs() {
    return theirs;
  }

  /** How many rows the peer lost, as it says itself. */
  long lostRows() {
    return lostRows;
  }

  /** How often the kernel skipped the peer's program. */
  long skippedRuns() {
    return skippedRuns;
  }
}
