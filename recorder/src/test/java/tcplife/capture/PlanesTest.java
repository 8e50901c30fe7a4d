// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Differences from planes, beside what the format says of them, byte after byte. */
class PlanesTest {
  private static final int MOST = 40;

  /** Bytes before the first plane, and of a plane behind the rows that are asked for. */
  private static final int BEFORE = 3;

  private static final int OTHERS = 5;

  private static long[] byteAfterByte(byte[] columns, int there, int rows) {
    long[] differences = new long[rows];
    int plane = BEFORE;
    for (int number = 0; number < Long.BYTES; number++) {
      if ((there >>> number & 1) != 0) {
        for (int row = 0; row < rows; row++) {
          differences[row] |= (columns[plane + row] & 0xffL) << number * Byte.SIZE;
        }
        plane += rows + OTHERS;
      }
    }
    return differences;
  }

  @Test
  void anyPlanesOfAnyNumberOfRowsMakeTheDifferences() {
    byte[] columns = new byte[BEFORE + Long.BYTES * (MOST + OTHERS)];
    new Random(5).nextBytes(columns);
    for (int there = 0; there < 1 << Long.BYTES; there++) {
      for (int rows = 0; rows <= MOST; rows++) {
        // No byte is behind the last plane's rows: they must not be read beyond.
        int end = BEFORE + Integer.bitCount(there) * (rows + OTHERS) - OTHERS;
        byte[] planes = Arrays.copyOf(columns, Math.max(BEFORE, end));
        long[] differences = new long[MOST];
        Arrays.fill(differences, -1);

        Planes.gather(planes, there, BEFORE, rows + OTHERS, differences, rows);

        assertArrayEquals(
            byteAfterByte(planes, there, rows),
            Arrays.copyOf(differences, rows),
            "planes " + there + " of " + rows + " rows");
      }
    }
  }
}
