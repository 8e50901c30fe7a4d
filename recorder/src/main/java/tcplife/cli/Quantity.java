// SPDX-License-Identifier: Apache-2.0
package tcplife.cli;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes and durations as options have them. */
public final class Quantity {
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,11})([KMGT]?)");
  private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,8})(us|ms|s|m|h|d)");

  private Quantity() {}

  /** Bytes above 0: a number, with K, M, G or T for powers of 1024. */
  public static final class Bytes implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      Matcher matcher = match(SIZE, text.toUpperCase(Locale.ROOT), text, "a size such as 512M");
      int shift = matcher.group(2).isEmpty() ? 0 : 10 * ("KMGT".indexOf(matcher.group(2)) + 1);
      long number = Long.parseLong(matcher.group(1));
      if (number > Long.MAX_VALUE >> shift) {
        throw new TypeConversionException("'" + text + "' is too large");
      }
      return number << shift;
    }
  }

  /** Bytes, which may be none. */
  public static final class BytesFrom0 implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return text.equals("0") ? 0L : new Bytes().convert(text);
    }
  }

  /** A number above 0 with us, ms, s, m, h or d. */
  public static final class Time implements ITypeConverter<Duration> {
    private static final Duration LONGEST = Duration.ofDays(3650);

    @Override
    public Duration convert(String text) {
      Matcher matcher = match(TIME, text, text, "a time above 0 such as 90s, 10m or 1h");
      long number = Long.parseLong(matcher.group(1));
      Duration time = of(number, matcher.group(2));
      if (time.compareTo(LONGEST) > 0) {
        throw new TypeConversionException("'" + text + "' is longer than ten years");
      }
      return time;
    }

    private static Duration of(long number, String unit) {
      return switch (unit) {
        case "us" -> Duration.of(number, ChronoUnit.MICROS);
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        default -> Duration.ofDays(number);
      };
    }
  }

  private static Matcher match(Pattern pattern, String text, String given, String wanted) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException("'" + given + "' is not " + wanted);
    }
    return matcher;
  }

  /** Bytes as a person reads them. */
  public static String ofBytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    int power = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
    return String.format(
        Locale.ROOT, "%.1f %ciB", bytes / (double) (1L << (10 * power)), " KMGTPE".charAt(power));
  }
}
