// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Makes planes of the rows of groups, and the table that tells how: {@link ColumnLayout}. */
final class GroupEncoder {
  /** Rows that are looked at to choose what a word's differences are to. */
  private static final int SAMPLE = 1024;

  private final EarlierRows earlier = new EarlierRows();
  private final ByteArrayOutputStream table = new ByteArrayOutputStream();
  private final ByteArrayOutputStream planes = new ByteArrayOutputStream();
  private long[] differences = new long[0];
  private byte[] plane = new byte[0];

  /** Forgets all groups. */
  void begin() {
    table.reset();
    planes.reset();
  }

  ByteArrayOutputStream table() {
    return table;
  }

  ByteArrayOutputStream planes() {
    return planes;
  }

  /**
   * Adds a group.
   *
   * @param length of a row, bytes
   * @param places of the rows in the buffer
   */
  void encode(ByteBuffer from, int length, int[] places, int rows) {
    if (rows > plane.length) {
      differences = new long[rows];
      plane = new byte[rows];
    }
    table.writeBytes(
        ByteBuffer.allocate(ColumnLayout.GROUP_HEADER)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(rows)
            .putInt(length)
            .array());
    int[][] to = references(from, length, places, rows);
    for (int word = 0; word < length / Long.BYTES; word++) {
      int choices = word > ColumnLayout.KEY_WORD ? 4 : word > 0 ? 3 : 2;
      int best = ColumnLayout.NOTHING;
      long least = Long.MAX_VALUE;
      for (int choice = 0; choice < choices; choice++) {
        long cost = cost(from, word, places, to[choice], rows);
        if (cost < least) {
          least = cost;
          best = choice;
        }
      }
      table.write(best);
      table.write(split(from, word, places, to[best], rows));
    }
  }

  /** For each choice, where the row is that a row's difference is to; -1 for none. */
  private int[][] references(ByteBuffer from, int length, int[] places, int rows) {
    int[][] to = new int[4][rows];
    boolean keyed = length > ColumnLayout.KEY_WORD * Long.BYTES;
    earlier.begin(rows);
    for (int i = 0; i < rows; i++) {
      int before = i == 0 ? -1 : places[i - 1];
      to[ColumnLayout.NOTHING][i] = -1;
      to[ColumnLayout.BEFORE][i] = before;
      to[ColumnLayout.SAME_CPU][i] = earlier.sameCpu(from, places[i], before);
      to[ColumnLayout.SAME_KEY][i] = keyed ? earlier.sameKey(from, places[i], before) : before;
    }
    return to;
  }

  /** How many bytes of the differences are not 0, in a sample. */
  private static long cost(ByteBuffer from, int word, int[] places, int[] to, int rows) {
    long cost = 0;
    for (int i = 0; i < rows; i += 1 + rows / SAMPLE) {
      long difference = difference(from, word, places[i], to[i]);
      long low = 0x7f7f7f7f7f7f7f7fL;
      cost += Long.bitCount(((difference & low) + low | difference) & ~low);
    }
    return cost;
  }

  private static long difference(ByteBuffer from, int word, int place, int to) {
    int at = word * Long.BYTES;
    return from.getLong(place + at) - (to < 0 ? 0 : from.getLong(to + at));
  }

  /** Writes the planes of a word; returns which. */
  private int split(ByteBuffer from, int word, int[] places, int[] to, int rows) {
    long any = 0;
    for (int i = 0; i < rows; i++) {
      differences[i] = difference(from, word, places[i], to[i]);
      any |= differences[i];
    }
    int there = 0;
    for (int number = 0; number < Long.BYTES; number++) {
      int shift = number * Byte.SIZE;
      if ((any >>> shift & 0xff) != 0) {
        there |= 1 << number;
        for (int i = 0; i < rows; i++) {
          plane[i] = (byte) (differences[i] >>> shift);
        }
        planes.write(plane, 0, rows);
      }
    }
    return there;
  }
}
