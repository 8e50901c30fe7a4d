// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.event.TcpState;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;

/** Rows come in the order of their close times, which is nearly that of the ring. */
@Timeout(60)
class CloseOrderTest {
  private static final long START = 100_000_000_000L;
  private static final CurrentTask TASK = new CurrentTask(10, "task");

  @TempDir private Path directory;
  private final CaptureScript script = new CaptureScript();

  @Test
  void aRowThatTheRingHeldTooLateIsPrintedInItsPlace() {
    session(1, START);
    session(2, START + 400_000);
    session(3, START + 399_000);
    session(4, START + 5_000_000_000L);
    assertEquals(List.of("1", "3", "2", "4"), ports());
  }

  @Test
  void rowsOfTheSameTimeKeepTheirOrder() {
    for (int port = 1; port <= 40; port++) {
      session(port, START);
    }
    assertEquals(numbers(40), ports());
  }

  @Test
  void sessionsOutOfOrderByLessThanASecondAreSorted() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int count = 5_000;
    List<Integer> mixed = new ArrayList<>();
    List<Long> keys = new ArrayList<>();
    // About 2,000 wait at once: more than the order begins with room for.
    long spacing = 500_000;
    for (int i = 0; i < count; i++) {
      mixed.add(i);
      keys.add(i * spacing + random.nextLong(999_000_000));
    }
    mixed.sort((a, b) -> Long.compare(keys.get(a), keys.get(b)));
    mixed.forEach(i -> session(i + 1, START + i * spacing));
    assertEquals(numbers(count), ports(), "seed " + seed);
  }

  @Test
  void timesSinceTheFirstRowNeverDecrease() {
    session(1, START + 400_000);
    session(2, START);
    session(3, START + 300_000);
    assertEquals(
        List.of("0.000000,2", "0.000300,3", "0.000400,1"),
        Run.replay(script, directory, "-s -t").columns("TIME(s)", "LPORT"));
  }

  private void session(int port, long close) {
    script
        .socket("10.0.0.1", port, "10.0.0.2", 80)
        .to(TcpState.SYN_SENT, close - 1_000_000, TASK)
        .to(TcpState.CLOSE, close, TASK);
  }

  private List<String> ports() {
    return Run.replay(script, directory, "-s").columns("LPORT");
  }

  private static List<String> numbers(int count) {
    List<String> numbers = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      numbers.add(Integer.toString(i));
    }
    return numbers;
  }
}
