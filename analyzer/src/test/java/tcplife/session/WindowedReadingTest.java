// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Capture;
import tcplife.capture.StateFields;
import tcplife.capture.SyntheticCapture;
import tcplife.event.TcpState;

/** What is not read of a capture where only a time of it is asked for. */
class WindowedReadingTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long NOON = 1_780_315_200 * SECOND;

  @TempDir private Path directory;

  /**
   * A session each second, in cycles of some seconds, and one from the first second to the last.
   */
  private Capture capture(int seconds, int cycleSeconds, boolean lasting) {
    SyntheticCapture capture = SyntheticCapture.in(directory.resolve("cap"));
    for (int second = 0; second < seconds; second++) {
      if (second % cycleSeconds == 0) {
        if (second > 0) {
          capture.nextCycle();
        }
        capture.clock(second * SECOND, NOON + second * SECOND, "UTC");
      }
      if (second == 0 && lasting) {
        transition(capture, 1, 0, TcpState.CLOSE, TcpState.SYN_SENT);
      }
      transition(capture, 1000 + second, second, TcpState.CLOSE, TcpState.SYN_SENT);
      transition(capture, 1000 + second, second, TcpState.SYN_SENT, TcpState.CLOSE);
    }
    if (lasting) {
      transition(capture, 1, seconds, TcpState.SYN_SENT, TcpState.CLOSE);
    }
    capture.end();
    return Capture.open(directory.resolve("cap"));
  }

  private static void transition(
      SyntheticCapture capture, long cookie, long second, int oldState, int newState) {
    capture.state(
        StateFields.ofSocket(cookie)
            .ipv4("10.0.0.1", 1, "10.0.0.2", 2)
            .at(second * SECOND + 1, oldState, newState));
  }

  private List<Long> cookies(Capture capture, long untilSecond) {
    List<Long> cookies = new ArrayList<>();
    CaptureFindings findings = new CaptureFindings(directory);
    try (SessionReader reader =
        new SessionReader(capture, 0, findings).withOpen().until(NOON + untilSecond * SECOND)) {
      for (Session each = reader.next(); each != null; each = reader.next()) {
        cookies.add(each.socket().cookie());
      }
    }
    assertEquals(List.of(), findings.lines());
    return cookies;
  }

  @Test
  void readingStopsAfterTheTime() {
    List<Long> cookies = cookies(capture(10_000, 1000, false), 500);
    assertTrue(cookies.contains(1500L), "the last that was asked for");
    assertTrue(cookies.size() < 5000, () -> cookies.size() + " sessions read");
  }

  @Test
  void itGoesOnWhileSomethingIsOpenThatWasOpenThen() {
    List<Long> cookies = cookies(capture(10_000, 1000, true), 500);
    assertTrue(cookies.contains(1L));
    assertEquals(10_001, cookies.size());
  }

  @Test
  void cyclesThatHadEndedAreNotRead() {
    Capture capture = capture(100, 10, false);
    assertEquals(List.of(4, 5, 6, 7, 8, 9, 10), since(capture, 35).cycles());
    assertEquals(capture.cycles(), since(capture, 5).cycles());
    assertEquals(List.of(10), since(capture, 5000).cycles());
    assertEquals(capture.cycles(), since(capture, -5).cycles());
    assertEquals(capture.cycles(), CycleIndex.since(capture, Window.ALL.from()).cycles());
    assertEquals(List.of(10), CycleIndex.since(capture, Long.MAX_VALUE).cycles());
  }

  private static Capture since(Capture capture, long second) {
    return CycleIndex.since(capture, NOON + second * SECOND);
  }

  @Test
  void aCycleThatBeganJustThenNeedsTheOneBeforeToo() {
    assertEquals(3, since(capture(100, 10, false), 30).cycles().get(0));
  }

  @Test
  void bothEndsOfACaptureAreKnownWithoutReadingIt() {
    Capture capture = capture(100, 10, false);
    CaptureSpan whole = CaptureSpan.of(capture);
    CaptureSpan edges = CaptureSpan.edges(capture);
    assertEquals(whole.start(), edges.start());
    assertEquals(whole.end(), edges.end());
    assertEquals(whole.zone(), edges.zone());
  }
}
