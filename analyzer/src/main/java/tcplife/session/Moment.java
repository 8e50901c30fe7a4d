// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A moment as options name it: {@code 2026-11-24T03:12:05.5}, {@code 2026-11-24 03:12}, either with
 * Z or an offset behind; {@code 03:12} or {@code 03:12:05}, on a capture's day; {@code -10m} before
 * a capture's end or {@code +5m} after its start, with ms, s, m, h or d.
 *
 * @param date null where only the time of day was given
 * @param time of day; null for a relative moment
 * @param offset null where none was given: the capture's time zone counts
 * @param distance ns from the start, or if negative from the end; of a relative moment
 * @param fromEnd whether a relative moment is before the end
 */
public record Moment(
    LocalDate date, LocalTime time, ZoneOffset offset, long distance, boolean fromEnd) {
  private static final Pattern RELATIVE = Pattern.compile("([+-])([0-9]{1,9})(ms|s|m|h|d)");

  /** A hundred years, ns. */
  private static final long FARTHEST = 100L * 365 * 86_400 * 1_000_000_000;

  private static final DateTimeFormatter ABSOLUTE =
      new DateTimeFormatterBuilder()
          .optionalStart()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("['T'][' ']")
          .optionalEnd()
          .appendPattern("HH:mm")
          .optionalStart()
          .appendPattern(":ss")
          .optionalStart()
          .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
          .optionalEnd()
          .optionalEnd()
          .appendPattern("[XXXXX]")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  /**
   * Reads a moment.
   *
   * @throws IllegalArgumentException if it is none; the message says what is
   */
  public static Moment parse(String text) {
    Matcher relative = RELATIVE.matcher(text);
    if (relative.matches()) {
      boolean fromEnd = relative.group(1).equals("-");
      long unit = nanoseconds(relative.group(3));
      // What is farther than all that there is makes no difference.
      long number = Math.min(Long.parseLong(relative.group(2)), FARTHEST / unit);
      return new Moment(null, null, null, number * unit, fromEnd);
    }
    try {
      TemporalAccessor parsed = ABSOLUTE.parse(text);
      return new Moment(
          parsed.query(TemporalQueries.localDate()),
          parsed.query(TemporalQueries.localTime()),
          parsed.query(TemporalQueries.offset()),
          0,
          false);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a time such as 2026-11-24T03:12:05, 03:12, +5m or -10m", e);
    }
  }

  private static long nanoseconds(String unit) {
    return switch (unit) {
      case "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      default -> 86_400_000_000_000L;
    };
  }

  /** Whether it needs a capture's start or end, and not the clock on the wall. */
  public boolean isRelative() {
    return time == null;
  }

  /**
   * Where it is in a capture.
   *
   * @param start of the capture, ns since 1970-01-01T00:00Z
   * @param end likewise
   * @param zone of the recording host
   * @return ns since 1970-01-01T00:00Z; the nearest that there is for one before 1677 or after 2262
   */
  public long in(long start, long end, ZoneId zone) {
    if (isRelative()) {
      return fromEnd ? end - distance : start + distance;
    }
    ZoneId there = offset == null ? zone : offset;
    if (date != null) {
      return nanoseconds(date.atTime(time), there);
    }
    LocalDate day = Instant.ofEpochSecond(0, start).atZone(there).toLocalDate();
    long first = nanoseconds(day.atTime(time), there);
    // A capture that goes on past midnight has this time of day on its second day.
    long second = nanoseconds(day.plusDays(1).atTime(time), there);
    return first < start && second <= end ? second : first;
  }

  private static long nanoseconds(LocalDateTime time, ZoneId zone) {
    Instant instant = time.atZone(zone).toInstant();
    try {
      return Math.addExact(
          Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    } catch (ArithmeticException e) {
      return instant.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
