// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How fast what was recorded is played again: a multiple of its own speed. */
final class Pace {
  private final double speed;
  private boolean begun;
  private long first;
  private long start;

  private Pace(double speed) {
    this.speed = speed;
  }

  /** Reads a speed. */
  static final class Converter implements ITypeConverter<Pace> {
    private static final Pattern SPEED = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,6})?x");

    @Override
    public Pace convert(String text) {
      boolean readable = SPEED.matcher(text).matches();
      double speed =
          readable ? new BigDecimal(text.substring(0, text.length() - 1)).doubleValue() : 0;
      if (speed == 0) {
        throw new TypeConversionException("'" + text + "' is not a speed such as 10x or 0.5x");
      }
      return new Pace(speed);
    }
  }

  /**
   * How long to wait until something is due, ns; of the first thing it is asked about, 0.
   *
   * @param time when it was, ns by any clock
   * @param now ns by {@link System#nanoTime}
   */
  long untilDue(long time, long now) {
    if (!begun) {
      begun = true;
      first = time;
      start = now;
    }
    return (long) ((time - first) / speed) - (now - start);
  }
}
