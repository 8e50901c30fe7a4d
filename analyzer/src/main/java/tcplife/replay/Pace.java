// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How fast what was recorded is played again: a multiple of its own speed. A wait is never longer
 * than a minute, whatever times a capture has.
 */
final class Pace {
  /** ns. */
  static final long LONGEST_WAIT = 60_000_000_000L;

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
   * How long to wait until something is due, ns; of the first thing it is asked about, 0. What
   * would be due later than the longest wait is due then, and what follows so long after it.
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
    long wait = (long) ((time - first) / speed) - (now - start);
    if (wait <= LONGEST_WAIT) {
      return wait;
    }
    first = time;
    start = now + LONGEST_WAIT;
    return LONGEST_WAIT;
  }
}
