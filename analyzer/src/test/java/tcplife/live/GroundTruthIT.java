// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a plain {@code replay} prints of sessions is what those who made them say. */
@Timeout(120)
@DisplayName("Sessions are replayed as they were made:")
class GroundTruthIT {
  private static final int OF_EACH_KIND = 7;

  private static List<MadeSession> made;
  private static List<PrintedSession> printed;

  @BeforeAll
  static void recordSessionsOfEveryKind(@TempDir Path directory) {
    Host.needRecording();
    try (Recorder recorder = Recorder.start(directory)) {
      made = Traffic.ofEveryKind(OF_EACH_KIND);
      Set<Ends> known = new HashSet<>();
      for (MadeSession session : made) {
        known.add(session.client());
        known.add(session.server());
      }
      printed =
          PrintedSession.ofCsv(Recorder.replay(recorder.stop(), "-s")).stream()
              .filter(row -> known.contains(row.ends()))
              .toList();
    }
  }

  @Test
  @DisplayName("each end of each, with its owner")
  void owners() {
    List<String> expected = new ArrayList<>();
    for (MadeSession session : made) {
      expected.add(session.client() + " " + session.clientPid() + " tl-client");
      if (!session.isRefused()) {
        expected.add(session.server() + " " + session.serverPid() + " tl-server");
      }
    }
    assertSame(
        expected, printed.stream().map(row -> row.ends() + " " + row.pid() + " " + row.comm()));
  }

  /**
   * What a socket sent and got acknowledged counts its SYN, if it was the one to connect, and its
   * FIN; what it received counts the other's FIN.
   */
  @Test
  @DisplayName("each byte counted")
  void bytes() {
    List<String> expected = new ArrayList<>();
    for (MadeSession session : made) {
      long fin = session.isReset() ? 0 : 1;
      long up = session.sentUp() + fin;
      long down = session.sentDown() + fin;
      if (session.isRefused()) {
        expected.add(session.client() + " 0 0");
      } else {
        expected.add(session.client() + " " + kilobytes(up + 1) + " " + kilobytes(down));
        expected.add(session.server() + " " + kilobytes(down) + " " + kilobytes(up));
      }
    }
    assertSame(
        expected,
        printed.stream()
            .map(row -> row.ends() + " " + row.sentKilobytes() + " " + row.receivedKilobytes()));
  }

  private static long kilobytes(long bytes) {
    return bytes / 1024;
  }

  private static void assertSame(List<String> expected, Stream<String> actual) {
    List<String> added = new ArrayList<>(actual.toList());
    List<String> missing = new ArrayList<>(expected);
    added.removeIf(missing::remove);
    assertEquals(List.of(), missing, () -> "not replayed so; but: " + added);
    assertEquals(List.of(), added, "replayed, but not made so");
  }
}
