// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.nio.ByteBuffer;

/**
 * Puts the rows of a group together again from their planes: {@link ColumnLayout}. Some rows at a
 * time, all words of each, so that they stay in the processor's cache.
 */
final class GroupDecoder {
  private static final int TILE = 512;

  private final EarlierRows earlier = new EarlierRows();
  private final long[] differences = new long[TILE];
  private final int[] sameCpu = new int[TILE];
  private final int[] sameKey = new int[TILE];
  private byte[] columns;
  private ByteBuffer to;
  private int[] places;
  private int first;

  /**
   * @param columns whose table was checked
   * @param table where in them the group's words are told
   * @param planes where they begin
   * @param to where the rows come to; zeros there: words of zeros are not written
   * @param places of the rows there, from an index on
   */
  void decode(
      byte[] columns, int table, int planes, ByteBuffer to, int[] places, int first, GroupSize of) {
    this.columns = columns;
    this.to = to;
    this.places = places;
    boolean byCpu = uses(table, of.words(), ColumnLayout.SAME_CPU);
    boolean byKey = uses(table, of.words(), ColumnLayout.SAME_KEY);
    earlier.begin(of.rows());
    for (int done = 0; done < of.rows(); done += TILE) {
      this.first = first + done;
      int rows = Math.min(TILE, of.rows() - done);
      boolean begins = done == 0;
      int plane = planes + done;
      for (int word = 0; word < of.words(); word++) {
        int there = columns[table + 2 * word + 1] & 0xff;
        int reference = columns[table + 2 * word];
        if (there != 0 || reference != ColumnLayout.NOTHING) {
          Planes.gather(columns, there, plane, of.rows(), differences, rows);
          plane += Integer.bitCount(there) * of.rows();
          put(word, reference, rows, begins);
        }
        if (word == 0 && byCpu) {
          for (int i = 0; i < rows; i++) {
            sameCpu[i] = earlier.sameCpu(to, place(i), before(i, begins));
          }
        }
        if (word == ColumnLayout.KEY_WORD && byKey) {
          for (int i = 0; i < rows; i++) {
            sameKey[i] = earlier.sameKey(to, place(i), before(i, begins));
          }
        }
      }
    }
  }

  private boolean uses(int table, int words, int reference) {
    for (int word = 0; word < words; word++) {
      if (columns[table + 2 * word] == reference) {
        return true;
      }
    }
    return false;
  }

  private int place(int row) {
    return places[first + row];
  }

  /** Where the row before is; -1 for none. */
  private int before(int row, boolean begins) {
    return begins && row == 0 ? -1 : places[first + row - 1];
  }

  private void put(int word, int reference, int rows, boolean begins) {
    int at = word * Long.BYTES;
    switch (reference) {
      case ColumnLayout.NOTHING -> {
        for (int i = 0; i < rows; i++) {
          to.putLong(place(i) + at, differences[i]);
        }
      }
      case ColumnLayout.BEFORE -> {
        int before = before(0, begins);
        long value = before < 0 ? 0 : to.getLong(before + at);
        for (int i = 0; i < rows; i++) {
          value += differences[i];
          to.putLong(place(i) + at, value);
        }
      }
      default -> {
        int[] references = reference == ColumnLayout.SAME_CPU ? sameCpu : sameKey;
        if (begins) {
          to.putLong(place(0) + at, differences[0]);
        }
        for (int i = begins ? 1 : 0; i < rows; i++) {
          to.putLong(place(i) + at, differences[i] + to.getLong(references[i] + at));
        }
      }
    }
  }
}
