// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/** Finds, for the rows of a group in turn, the last one before with the same CPU or key. */
final class EarlierRows {
  private final LastSeen cpus = new LastSeen();
  private final LastSeen keys = new LastSeen();

  /** Begins a group. */
  void begin(int rows) {
    cpus.clear(rows);
    keys.clear(rows);
  }

  /**
   * @param at where the row is
   * @param otherwise where the row before is, or -1
   */
  int sameCpu(ByteBuffer rows, int at, int otherwise) {
    return cpus.replace(rows.getInt(at + Integer.BYTES), at, otherwise);
  }

  /** Likewise; of rows that have a key. */
  int sameKey(ByteBuffer rows, int at, int otherwise) {
    return keys.replace(rows.getLong(at + ColumnLayout.KEY_WORD * Long.BYTES), at, otherwise);
  }

  /** A map of numbers to places. Nobody can choose numbers that collide: see SEED. */
  private static final class LastSeen {
    private static final long SEED = ThreadLocalRandom.current().nextLong();

    private long[] numbers = new long[0];
    private int[] places = new int[0];
    private int mask;

    void clear(int most) {
      int size = Integer.highestOneBit(Math.max(most, 4)) * 4;
      if (size > places.length) {
        numbers = new long[size];
        places = new int[size];
      }
      mask = size - 1;
      Arrays.fill(places, 0, size, -1);
    }

    int replace(long number, int place, int otherwise) {
      int slot = mix(number) & mask;
      while (places[slot] >= 0 && numbers[slot] != number) {
        slot = slot + 1 & mask;
      }
      int last = places[slot];
      numbers[slot] = number;
      places[slot] = place;
      return last < 0 ? otherwise : last;
    }

    /** As MurmurHash3 ends. */
    private static int mix(long number) {
      long mixed = (number ^ SEED) * 0xff51afd7ed558ccdL;
      mixed = (mixed ^ mixed >>> 33 ^ SEED) * 0xc4ceb9fe1a85ec53L;
      return (int) (mixed >>> 32);
    }
  }
}
