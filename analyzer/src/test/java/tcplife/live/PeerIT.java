// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code replay --as-tcplife} prints is what libbpf-tools' tcplife printed of the same
 * traffic. Two defects of the peer are allowed for, as often as it had them:
 *
 * <ul>
 *   <li>rows lost: its buffer was full, which it tells on standard error ("lost 3 events");
 *   <li>runs skipped: the kernel does not run its program where it interrupts itself, and counts
 *       that. The session has no row then, or, by the transition that was skipped, another PID
 *       (LAST_ACK, SYN_SENT, or the CLOSE of a socket whose memory this one has got) or a longer MS
 *       (ESTABLISHED).
 * </ul>
 */
@Timeout(120)
@DisplayName("Replayed as tcplife, sessions are what the peer printed of them:")
class PeerIT {
  private static final int LEAST_SESSIONS = 997;
  private static final int KINDS = 3 * (4 * 3 + 1);
  private static final double MILLISECOND = 1;

  /** KB: of two decimals, the last is rounded. */
  private static final double ROUNDING = 0.005;

  private static SideBySide run;

  @BeforeAll
  static void runSideBySide(@TempDir Path directory) throws IOException {
    Host.needRecording();
    Host.needPeer();
    run = new SideBySide(directory, LEAST_SESSIONS / KINDS + 1);
  }

  @Test
  @DisplayName("as many, with the same addresses and ports")
  void sameSessions() {
    List<Ends> missing = new ArrayList<>();
    run.before()
        .forEach(
            (ends, ours) -> {
              int theirs = run.theirs().getOrDefault(ends, List.of()).size();
              for (int i = theirs; i < ours.size(); i++) {
                missing.add(ends);
              }
            });
    List<Ends> added = new ArrayList<>(run.theirs().keySet());
    added.removeIf(
        ends -> run.theirs().get(ends).size() <= run.before().getOrDefault(ends, List.of()).size());
    assertEquals(List.of(), added, "only the peer has them");
    assertTrue(
        missing.size() <= run.lostRows() + run.skippedRuns(),
        () -> "the peer, which lost " + run.lostRows() + " rows, has no row of " + missing);
    assertTrue(run.made().size() >= LEAST_SESSIONS, "sessions made: " + run.made().size());
    System.out.printf(
        "peer: %,d connections made; rows: %,d of the peer, %,d of ours; the peer lost %,d rows and"
            + " skipped %,d runs%n",
        run.made().size(),
        count(run.theirs().values()),
        count(run.before().values()),
        run.lostRows(),
        run.skippedRuns());
  }

  private static int count(Iterable<List<PrintedSession>> rows) {
    int count = 0;
    for (List<PrintedSession> each : rows) {
      count += each.size();
    }
    return count;
  }

  @Test
  @DisplayName("the same PID and COMM")
  void sameIdentity() {
    assertAgree(
        run.skippedRuns(),
        (ours, theirs) -> ours.pid().equals(theirs.pid()) && ours.comm().equals(theirs.comm()));
  }

  @Test
  @DisplayName("the same bytes")
  void sameBytes() {
    assertAgree(
        0,
        (ours, theirs) ->
            isWholeOf(ours.sentKilobytes(), theirs.sentKilobytes())
                && isWholeOf(ours.receivedKilobytes(), theirs.receivedKilobytes()));
  }

  private static boolean isWholeOf(String whole, String decimal) {
    long ours = Long.parseLong(whole);
    double theirs = Double.parseDouble(decimal);
    return ours >= Math.floor(theirs - ROUNDING) && ours <= Math.floor(theirs + ROUNDING);
  }

  /**
   * Between two programs' looks at the clock the CPU may be taken away (21 ms were seen). What runs
   * later looks later, so the peer then agrees with the recorder that was attached after it.
   */
  @Test
  @DisplayName("MS within 1 ms")
  void sameDuration() {
    assertAgree(run.skippedRuns(), (ours, theirs) -> isNear(ours, theirs) || isNearAfter(theirs));
  }

  private static boolean isNearAfter(PrintedSession theirs) {
    return run.after().getOrDefault(theirs.ends(), List.of()).stream()
        .anyMatch(ours -> isNear(ours, theirs));
  }

  private static boolean isNear(PrintedSession ours, PrintedSession theirs) {
    return Math.abs(ours.milliseconds() - theirs.milliseconds()) <= MILLISECOND;
  }

  @Test
  @DisplayName("whether as CSV or as a wide table")
  void sameInBothFormats() {
    assertEquals(
        PrintedSession.ofCsv(Recorder.replay(run.capture(), "--as-tcplife", "-s")),
        PrintedSession.ofWide(Recorder.replay(run.capture(), "--as-tcplife", "-w")));
  }

  /** Compares the sessions that both have. */
  private static void assertAgree(
      long explained, BiPredicate<PrintedSession, PrintedSession> agree) {
    List<String> differences = new ArrayList<>();
    int compared = 0;
    for (List<PrintedSession> theirs : run.theirs().values()) {
      List<PrintedSession> ours = run.before().getOrDefault(theirs.get(0).ends(), List.of());
      for (int i = 0; i < theirs.size() && theirs.size() == ours.size(); i++) {
        compared++;
        if (!agree.test(ours.get(i), theirs.get(i))) {
          differences.add("ours: " + ours.get(i) + "; the peer's: " + theirs.get(i));
        }
      }
    }
    assertTrue(
        differences.size() <= explained,
        () -> differences.size() + " differ, such as " + differences.get(0));
    assertTrue(compared >= LEAST_SESSIONS, "sessions compared: " + compared);
  }
}
