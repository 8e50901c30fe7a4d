// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Puts the differences of a word together from their planes: {@link ColumnLayout}. Eight rows at a
 * time, of four planes at a time: half as long as byte after byte, or less.
 */
final class Planes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int FOUR = 0xf;
  private static final long EVEN_BYTES = 0x00ff00ff00ff00ffL;
  private static final long EVEN_PAIRS = 0x0000ffff0000ffffL;
  private static final long LOW_HALF = 0x00000000ffffffffL;

  private Planes() {}

  /**
   * @param there which planes there are, bit 0 for the lowest bytes
   * @param first where the first of them begins, for the first of the rows
   * @param distance from one to the next
   * @param to for a difference of each row
   */
  static void gather(byte[] columns, int there, int first, int distance, long[] to, int rows) {
    Arrays.fill(to, 0, rows, 0);
    int low = there & FOUR;
    if (low != 0) {
      add(columns, low, first, distance, to, rows, 0);
    }
    if (there != low) {
      int behind = first + Integer.bitCount(low) * distance;
      add(columns, there >>> 4, behind, distance, to, rows, Integer.SIZE);
    }
  }

  /** Adds one to four planes, of which the lowest belongs to a difference's bits from shift on. */
  private static void add(
      byte[] columns, int there, int first, int distance, long[] to, int rows, int shift) {
    int at0 = place(there, 0, first, distance);
    int at1 = place(there, 1, first, distance);
    int at2 = place(there, 2, first, distance);
    int at3 = place(there, 3, first, distance);
    int row = 0;
    for (; row <= rows - Long.BYTES; row += Long.BYTES) {
      long plane0 = (long) LONGS.get(columns, at0 + row) & all(there, 0);
      long plane1 = (long) LONGS.get(columns, at1 + row) & all(there, 1);
      long plane2 = (long) LONGS.get(columns, at2 + row) & all(there, 2);
      long plane3 = (long) LONGS.get(columns, at3 + row) & all(there, 3);
      if ((plane0 | plane1 | plane2 | plane3) == 0) {
        continue; // as mostly, of higher planes
      }
      long even01 = plane0 & EVEN_BYTES | (plane1 & EVEN_BYTES) << 8;
      long even23 = plane2 & EVEN_BYTES | (plane3 & EVEN_BYTES) << 8;
      long odd01 = plane0 >>> 8 & EVEN_BYTES | plane1 & ~EVEN_BYTES;
      long odd23 = plane2 >>> 8 & EVEN_BYTES | plane3 & ~EVEN_BYTES;
      addTwo(to, row, even01 & EVEN_PAIRS | (even23 & EVEN_PAIRS) << 16, shift);
      addTwo(to, row + 1, odd01 & EVEN_PAIRS | (odd23 & EVEN_PAIRS) << 16, shift);
      addTwo(to, row + 2, even01 >>> 16 & EVEN_PAIRS | even23 & ~EVEN_PAIRS, shift);
      addTwo(to, row + 3, odd01 >>> 16 & EVEN_PAIRS | odd23 & ~EVEN_PAIRS, shift);
    }
    for (; row < rows; row++) {
      for (int plane = 0; plane < 4; plane++) {
        int at = place(there, plane, first, distance) + row;
        to[row] |= (columns[at] & 0xff & all(there, plane)) << shift + plane * Byte.SIZE;
      }
    }
  }

  /** Where one of four planes begins; one that is not there, where the first does. */
  private static int place(int there, int plane, int first, int distance) {
    int before = there & (1 << plane) - 1;
    return all(there, plane) == 0 ? first : first + Integer.bitCount(before) * distance;
  }

  /** All bits set for a plane that is there, none for one that is not. */
  private static long all(int there, int plane) {
    return -(there >>> plane & 1);
  }

  /** To a row the low half, and to the fourth behind it the high one. */
  private static void addTwo(long[] to, int row, long two, int shift) {
    to[row] |= (two & LOW_HALF) << shift;
    to[row + 4] |= two >>> Integer.SIZE << shift;
  }
}
