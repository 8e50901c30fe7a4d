// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

/** A duration as C prints it: {@code printf("%.2f", µs / 1000.0)}. */
final class Milliseconds {
  private Milliseconds() {}

  static void put(RowBuffer out, long microseconds) {
    long hundredths = hundredths(microseconds);
    out.putDecimal(hundredths / 100);
    out.put('.');
    out.putDecimal(hundredths % 100, 2);
  }

  /**
   * Rounds as printf does: by the exact value of the double, and half to even. Only a last digit of
   * 5 needs a look at the double: it lies above or below the tie, or is it.
   */
  private static long hundredths(long microseconds) {
    long whole = microseconds / 10;
    int last = (int) (microseconds % 10);
    if (last != 5) {
      return last < 5 ? whole : whole + 1;
    }
    // Rounded once, so the sign is that of the double's distance from the decimal tie.
    double distance = Math.fma(microseconds / 1000.0, 1000.0, -(double) microseconds);
    return distance > 0 || distance == 0 && whole % 2 != 0 ? whole + 1 : whole;
  }
}
