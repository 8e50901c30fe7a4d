// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tcplife.event.LossRecord;

/** What the loss records of a capture tell of one cause, in a line. */
final class LostEvents {
  private static final DateTimeFormatter WALL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXXXX", Locale.ROOT);

  private final String cause;
  private long count;
  private long records;
  private String since;
  private String until;

  LostEvents(int cause) {
    this.cause =
        switch (cause) {
          case LossRecord.RING_FULL -> "the ring was full";
          case LossRecord.SKIPPED -> "the kernel did not run the program";
          case LossRecord.NO_SPACE -> "the disk had no room";
          case LossRecord.IO_ERROR -> "the disk failed";
          default -> "cause " + cause;
        };
  }

  void add(LossRecord loss, WallClock clock) {
    count += loss.count();
    records++;
    if (since == null) {
      since = text(loss.since(), clock);
    }
    until = text(loss.until(), clock);
  }

  /** By the wall clock, or where there is none by the boot's. */
  private static String text(long time, WallClock clock) {
    return clock.isSet()
        ? WALL.format(Instant.ofEpochSecond(0, clock.wall(time)).atZone(clock.zone()))
        : Double.toString(time / 1_000_000 / 1e3) + " s after the boot";
  }

  @Override
  public String toString() {
    String times = records == 1 ? "" : ", in " + records + " records";
    return "%s events were lost between %s and %s%s: %s"
        .formatted(Long.toUnsignedString(count), since, until, times, cause);
  }
}
