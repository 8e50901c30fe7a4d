// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Capture;
import tcplife.capture.RecordCursor;

/** That events which come fast are moved many at a time, by few wake-ups. */
@Timeout(120)
class BusyHostIT {
  private static final int SESSIONS = 100_000;

  /** So small that much is waiting before the recorder looks by itself. */
  private static final long RING = 4 << 20;

  /** Wakes the recorder, bytes. */
  private static final long MUCH = RING / 8;

  /** How often the recorder looks by itself, each second. */
  private static final int LOOKS = 10;

  @TempDir Path temp;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  @Test
  void sleepsUntilMuchIsWaiting() {
    Path path = temp.resolve("cap");
    long begin = System.nanoTime();
    LiveRecording.whole(path, RING, Live.traffic("churn", "-n", String.valueOf(SESSIONS)));
    long looks = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) * LOOKS / 1000;

    AtomicLong batches = new AtomicLong();
    Capture capture = Capture.open(path).watchedBy(batch -> batches.incrementAndGet());
    try (RecordCursor cursor = capture.records(damage -> fail(damage.toString()))) {
      while (cursor.next()) {
        continue;
      }
    }
    // A wake-up may come while what it is of is being moved already.
    long most = 2 * (looks + capture.size() / MUCH);
    assertTrue(batches.get() <= most, batches + " batches, " + most + " at most");
  }
}
