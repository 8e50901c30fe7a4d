// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RowBufferTest {
  private final RowBuffer buffer = new RowBuffer();

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        9,
        10,
        99,
        100,
        65535,
        Integer.MAX_VALUE,
        1L << 32,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -10
      })
  void numbersAreUnsigned(long number) {
    buffer.putDecimal(number);
    assertEquals(Long.toUnsignedString(number), text());
  }

  @Test
  void randomNumbersAreUnsigned() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      long number = random.nextLong() >>> random.nextInt(64);
      buffer.clear();
      buffer.putDecimal(number);
      assertEquals(Long.toUnsignedString(number), text(), () -> "seed " + seed);
    }
  }

  @Test
  void numbersCanHaveLeadingZeros() {
    buffer.putDecimal(7, 2);
    buffer.putDecimal(0, 1);
    buffer.putDecimal(123, 6);
    buffer.putDecimal(999_999, 6);
    assertEquals("070000123999999", text());
  }

  @Test
  void fieldsArePaddedAndCutAsPrintfDoes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      String before = word(random);
      String value = word(random);
      int width = random.nextInt(12);
      String w = width == 0 ? "" : Integer.toString(width);
      check(before, value, seed, (width == 0 ? "%s" : "%-" + w + "s"), width, Field.LEFT);
      check(before, value, seed, "%" + w + "s", width, Field.RIGHT);
      check(
          before, value, seed, "%-" + (width + 1) + "." + (width + 1) + "s", width + 1, Field.CUT);
    }
  }

  private enum Field {
    LEFT,
    RIGHT,
    CUT
  }

  private void check(
      String before, String value, long seed, String format, int width, Field field) {
    buffer.clear();
    buffer.put(before);
    int start = buffer.length();
    buffer.put(value);
    switch (field) {
      case LEFT -> buffer.padRight(start, width);
      case RIGHT -> buffer.padLeft(start, width);
      case CUT -> {
        buffer.truncate(start, width);
        buffer.padRight(start, width);
      }
    }
    assertEquals(before + String.format(Locale.ROOT, format, value), text(), () -> "seed " + seed);
  }

  private static String word(Random random) {
    return "abcdefghijklmnop".substring(0, random.nextInt(16));
  }

  @Test
  void growsBeyondItsFirstSize() {
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 30_000; i++) {
      int start = buffer.length();
      buffer.putDecimal(i);
      buffer.padLeft(start, 7);
      expected.append(String.format(Locale.ROOT, "%7d", i));
    }
    assertEquals(expected.toString(), text());
  }

  @Test
  void isEmptyOnceCleared() {
    buffer.put("abc");
    buffer.clear();
    assertEquals("", text());
    buffer.put('d');
    assertEquals("d", text());
  }

  private String text() {
    return new String(buffer.bytes(), 0, buffer.length(), StandardCharsets.US_ASCII);
  }
}
