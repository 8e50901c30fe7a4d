// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Differences from planes, beside what the format says of them, byte after byte. */
class PlanesTest {
  private static final int MOST = 40;

  private static long[] byteAfterByte(byte[] columns, int there, int distance, int rows) {
    long[] differences = new long[rows];
    int plane = 0;
    for (int number = 0; number < Long.BYTES; number++) {
      if ((there >>> number & 1) != 0) {
        for (int row = 0; row < rows; row++) {
          differences[row] |= (columns[plane + row] & 0xffL) << number * Byte.SIZE;
        }
        plane += distance;
      }
    }
    return differences;
  }

  @Test
  void anyPlanesOfAnyNumberOfRowsMakeTheDifferences() {
    byte[] columns = new byte[Long.BYTES * MOST];
    new Random(5).nextBytes(columns);
    for (int there = 0; there < 1 << Long.BYTES; there++) {
      for (int rows = 0; rows <= MOST; rows++) {
        // No byte is behind the last plane: it must not be read beyond.
        byte[] planes = Arrays.copyOf(columns, Integer.bitCount(there) * rows);
        long[] differences = new long[MOST];
        Arrays.fill(differences, -1);

        Planes.gather(planes, there, 0, rows, differences, rows);

        assertArrayEquals(
            byteAfterByte(planes, there, rows, rows),
            Arrays.copyOf(differences, rows),
            "planes " + there + " of " + rows + " rows");
      }
    }
  }
}
