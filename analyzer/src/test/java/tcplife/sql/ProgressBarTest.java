// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tcplife.live.Await;
import tcplife.session.Window;

/** A bar is for what takes over a second. */
@Timeout(60)
class ProgressBarTest {
  private static final CaptureSet NOTHING = new CaptureSet(List.of(), Window.ALL);

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  private ProgressBar bar() {
    return new ProgressBar(NOTHING, new PrintStream(shown, true, StandardCharsets.UTF_8));
  }

  @Test
  void isNotShownBeforeASecond() {
    long begun = System.nanoTime();
    try (ProgressBar bar = bar()) {
      Await.until("it is shown", () -> shown.size() > 0);
      assertTrue(System.nanoTime() - begun >= TimeUnit.SECONDS.toNanos(1));
      bar.end();
    }
  }

  @Test
  void isNeverShownOfWhatEndedBefore() throws InterruptedException {
    try (ProgressBar bar = bar()) {
      bar.end();
      TimeUnit.MILLISECONDS.sleep(1_300);
    }
    assertEquals("", shown.toString(StandardCharsets.UTF_8));
  }
}
