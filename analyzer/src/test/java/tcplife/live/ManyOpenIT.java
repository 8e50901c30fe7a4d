// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More sockets open at once than the peer's tables, of 10,240 entries, hold. */
@Timeout(120)
class ManyOpenIT {
  /** Of each of two processes: one alone might not be allowed so many open files. */
  private static final int CONNECTIONS = 6_000;

  @TempDir private Path directory;

  @Test
  @DisplayName("24,000 socket ends open at once are all recorded; the peer prints fewer")
  void everyEndIsRecorded() throws IOException {
    Host.needRecording();
    Host.needPeer();
    try (Recorder recorder = Recorder.start(Files.createDirectory(directory.resolve("recorder")));
        Peer peer = Peer.start()) {
      List<String> pids = holdTogether();
      List<PrintedSession> theirs = peer.stop();
      Path capture = recorder.stop();

      int ours = 0;
      long peers = 0;
      for (String pid : pids) {
        List<PrintedSession> held = replay(capture, "-p", pid);
        int port = listeningPort(held);
        int ends =
            assertEnds(replay(capture, "-L", String.valueOf(port)))
                + assertEnds(replay(capture, "-D", String.valueOf(port)));
        assertEquals(ends, held.size(), "ends with the PID of their process");
        ours += ends;
        peers += theirs.stream().filter(row -> isOf(port, row.ends())).count();
      }
      System.out.printf(
          "open at once: %,d ends; replayed: %,d; printed by the peer: %,d%n",
          pids.size() * 2 * CONNECTIONS, ours, peers);
      assertTrue(peers < ours, "rows of the peer: " + peers);
    }
  }

  /** Holds connections until all are open, and returns the PIDs of who did. */
  private List<String> holdTogether() {
    try (Program one = hold(directory.resolve("one"));
        Program two = hold(directory.resolve("two"))) {
      one.awaitFile(directory.resolve("one"));
      two.awaitFile(directory.resolve("two"));
      for (Program each : List.of(one, two)) {
        each.closeInput();
        each.expectExit(0);
      }
      return List.of(String.valueOf(one.pid()), String.valueOf(two.pid()));
    }
  }

  private static Program hold(Path ready) {
    String count = String.valueOf(CONNECTIONS);
    return Program.start(Host.TRAFFIC.toString(), "hold", "-n", count, "-r", ready.toString());
  }

  private static List<PrintedSession> replay(Path capture, String option, String value) {
    return PrintedSession.ofCsv(Recorder.replay(capture, "-s", option, value));
  }

  /** The port that every session has at one of its ends. */
  private static int listeningPort(List<PrintedSession> sessions) {
    Ends some = sessions.get(0).ends();
    return sessions.stream().allMatch(row -> isOf(some.localPort(), row.ends()))
        ? some.localPort()
        : some.remotePort();
  }

  private static boolean isOf(int port, Ends ends) {
    return ends.localPort() == port || ends.remotePort() == port;
  }

  private static int assertEnds(List<PrintedSession> sessions) {
    assertEquals(CONNECTIONS, sessions.stream().map(PrintedSession::ends).distinct().count());
    assertEquals(CONNECTIONS, sessions.size());
    return sessions.size();
  }
}
