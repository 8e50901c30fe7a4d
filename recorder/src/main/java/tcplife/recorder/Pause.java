// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.util.Locale;
import java.util.function.Consumer;
import tcplife.capture.DiskException;
import tcplife.event.LossRecord;

/** The times in which the disk takes nothing: told once each, and when to try again. */
final class Pause {
  private static final long FIRST_TRY = 100_000_000;
  private static final long LONGEST_WAIT = 1_000_000_000;

  private final boolean stops;
  private final String capture;
  private final Consumer<String> user;
  private DiskException reason;
  private long began;
  private long lostBefore;
  private long wait;
  private long due;

  /**
   * @param stops whether the recording ends instead
   * @param user told in words
   */
  Pause(boolean stops, String capture, Consumer<String> user) {
    this.stops = stops;
    this.capture = capture;
    this.user = user;
  }

  /**
   * The disk did not take something.
   *
   * @param lost events lost so far
   */
  void begin(DiskException why, long lost) {
    reason = why;
    began = System.nanoTime();
    lostBefore = lost;
    wait = FIRST_TRY;
    due = began + wait;
    if (!stops) {
      user.accept(why.getMessage() + "; the recording pauses until that changes");
    }
  }

  /** Whether the recording is to end instead of pausing. */
  boolean stops() {
    return stops;
  }

  /** Whether it is time to try again: soon, since room may have been made, and each second. */
  boolean isDue() {
    if (System.nanoTime() - due < 0) {
      return false;
    }
    wait = Math.min(2 * wait, LONGEST_WAIT);
    due = System.nanoTime() + wait;
    return true;
  }

  /**
   * The disk takes what is recorded again.
   *
   * @param lost events lost so far
   */
  void end(long lost) {
    user.accept(
        String.format(
            Locale.ROOT,
            "%s: the recording goes on; in %.1f s %,d events were lost",
            capture,
            (System.nanoTime() - began) / 1e9,
            lost - lostBefore));
  }

  /** Why it began last. */
  DiskException reason() {
    return reason;
  }

  /** The cause of what is lost meanwhile, as a loss record has it. */
  int cause() {
    return reason.isNoSpace() ? LossRecord.NO_SPACE : LossRecord.IO_ERROR;
  }
}
