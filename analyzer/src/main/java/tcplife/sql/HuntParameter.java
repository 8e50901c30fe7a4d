// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tcplife.event.StateLayout;
import tcplife.replay.Addresses;
import tcplife.session.Moment;

/**
 * A value that may be given to a hunt: {@code -- @param name type default least..most: meaning}.
 *
 * @param type bigint, double, boolean, timestamp (UTC), address, or anything else for text
 * @param standard its value where none is given; {@code -} if one must be
 * @param least of a number; 0 where its line has no range
 * @param most of a number; none where its line has none
 */
record HuntParameter(
    String name, String type, String standard, double least, double most, String meaning) {
  /** Bytes before the IPv4 address in one of a dual-stack socket. */
  private static final int MAPPED = 12;

  private static final int SECOND = 1_000_000_000;

  /** The first and the last day that are whole in what TIMESTAMP_NS holds. */
  private static final LocalDate FIRST_DAY = LocalDate.of(1677, 9, 22);

  private static final LocalDate LAST_DAY = LocalDate.of(2262, 4, 10);

  private static final Pattern LINE =
      Pattern.compile(
          "@param\\s+(\\w+)\\s+(\\w+)\\s+(\\S+)(?:\\s+(\\d[\\d.]*?)\\.\\.(\\d[\\d.]*)?)?:\\s+(.*)");

  /** Of a line of a hunt's head; null if it is of no parameter. */
  static HuntParameter of(String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      return null;
    }
    String least = parts.group(4);
    String most = parts.group(5);
    return new HuntParameter(
        parts.group(1).toLowerCase(Locale.ROOT),
        parts.group(2).toLowerCase(Locale.ROOT),
        parts.group(3),
        least == null ? 0 : Double.parseDouble(least),
        most == null ? Double.POSITIVE_INFINITY : Double.parseDouble(most),
        parts.group(6));
  }

  /**
   * A value of its type.
   *
   * @param times where a moment is, ns since 1970-01-01T00:00Z
   * @throws tcplife.cli.Failure if the text is none
   */
  Object value(String text, ToLongFunction<Moment> times) {
    try {
      return switch (type) {
        case "bigint" -> number(text, Long.valueOf(text));
        case "double" -> number(text, Double.valueOf(text));
        case "boolean" -> Boolean.valueOf(text);
        case "timestamp" -> held(time(text, times));
        case "address" -> address(text);
        default -> text;
      };
    } catch (IllegalArgumentException | DateTimeParseException e) {
      String article = type.startsWith("a") ? "an" : "a";
      throw SqlFailures.of("%s=%s: not %s %s".formatted(name, text, article, type));
    }
  }

  private Number number(String text, Number value) {
    double size = value.doubleValue();
    // Not a number is neither more nor less.
    if (!(size >= least && size <= most) || Double.isInfinite(size)) {
      String range = most == Double.POSITIVE_INFINITY ? "or more" : "to " + plain(most);
      throw SqlFailures.of("%s=%s: must be %s %s".formatted(name, text, plain(least), range));
    }
    return value;
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }

  /** In the one way in which sessions have it. */
  private static String address(String text) {
    byte[] bytes = Addresses.parse(text);
    if (bytes == null) {
      throw new IllegalArgumentException(text);
    }
    byte[] whole = Arrays.copyOf(bytes, StateLayout.ADDRESS_SIZE);
    boolean mapped = Arrays.equals(whole, 0, MAPPED, Addresses.mapped(new byte[4]), 0, MAPPED);
    if (bytes.length == whole.length && mapped) {
      whole = Arrays.copyOf(Arrays.copyOfRange(bytes, MAPPED, bytes.length), whole.length);
    }
    return Addresses.text(whole, bytes.length < whole.length || mapped);
  }

  /** Within what TIMESTAMP_NS holds. */
  private LocalDateTime held(LocalDateTime time) {
    LocalDate day = time.toLocalDate();
    if (day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY)) {
      throw SqlFailures.of("%s: must be from %s to %s".formatted(name, FIRST_DAY, LAST_DAY));
    }
    return time;
  }

  /** 2026-11-24, or what {@code --from} takes. */
  private static LocalDateTime time(String text, ToLongFunction<Moment> times) {
    if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
      return LocalDate.parse(text).atStartOfDay();
    }
    long wall = times.applyAsLong(Moment.parse(text));
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(wall, (long) SECOND), Math.floorMod(wall, SECOND), ZoneOffset.UTC);
  }
}
