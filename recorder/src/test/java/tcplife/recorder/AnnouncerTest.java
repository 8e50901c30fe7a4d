// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tcplife.live.Await;

/** What the user of a recording is told, also by a terminal that takes nothing for a while. */
@Timeout(60)
class AnnouncerTest {
  private final PrintStream usualErr = System.err;
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final PrintStream terminal = new PrintStream(shown, true, StandardCharsets.UTF_8);

  /** The terminal takes output as soon as this is open. */
  private final CountDownLatch taking = new CountDownLatch(1);

  private final CountDownLatch asked = new CountDownLatch(1);

  @AfterEach
  void sayAsUsual() {
    taking.countDown();
    System.setErr(usualErr);
  }

  private void tell(String message) {
    asked.countDown();
    try {
      taking.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    told.add(message);
  }

  /** One that waits with its first message. */
  private Announcer stopped() throws InterruptedException {
    Announcer announcer = new Announcer(this::tell, terminal);
    announcer.accept("first");
    asked.await();
    return announcer;
  }

  @Test
  void messagesAreToldInTheirOrderAndTheLastOnesAtTheEnd() {
    taking.countDown();
    try (Announcer announcer = new Announcer(this::tell, terminal)) {
      announcer.accept("one");
      announcer.accept("two");
    }
    assertEquals(List.of("one", "two"), told);
    assertSame(usualErr, System.err);
  }

  @Test
  void aMessageStandsInThePlaceOfTheStatus() {
    taking.countDown();
    Announcer announcer = new Announcer(message -> terminal.print(message + "\n"), terminal);
    try (announcer) {
      announcer.status("7 events");
      Await.until("the status is shown", () -> shown.size() > 0);
      announcer.accept("a message");
    }
    assertEquals("\r7 events\u001b[K\r\u001b[Ka message\n", shown.toString(StandardCharsets.UTF_8));
  }

  @Test
  void whereNothingIsTakenNobodyWaitsAndHowMuchWasLeftOutIsToldLater() throws InterruptedException {
    int tooMany = 5;
    try (Announcer announcer = stopped()) {
      for (int i = 0; i < Announcer.MOST_WAITING + tooMany; i++) {
        announcer.accept("message " + i);
        announcer.status("a status that is none any more when its turn comes");
      }
      taking.countDown();
    }
    assertEquals(1 + Announcer.MOST_WAITING + 1, told.size());
    String most = "message " + (Announcer.MOST_WAITING - 1);
    assertEquals(most, told.get(told.size() - 1));
    assertEquals(
        List.of("first", "messages that were left out, since none was taken: 5", "message 0"),
        told.subList(0, 3));
    assertEquals(0, shown.size());
  }

  @Test
  void whoseTerminalTakesNothingEndsAllTheSameAndNothingElseWaitsForIt()
      throws InterruptedException {
    System.setErr(terminal);
    stopped().close();
    assertEquals(List.of(), told);
    System.err.println("not shown");
    assertEquals(0, shown.size());
  }
}
