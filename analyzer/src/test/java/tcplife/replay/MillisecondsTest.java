// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MS is {@code printf("%.2f", µs / 1000.0)}, for every duration. */
@Timeout(120)
class MillisecondsTest {
  private static final int SMALL = 2_000_000;
  private static final int LARGE = 1_000_000;

  @TempDir private Path directory;
  private final RowBuffer buffer = new RowBuffer();

  @ParameterizedTest
  @CsvSource({
    "0, 0.00",
    "4, 0.00",
    "5, 0.01",
    "15, 0.01",
    "25, 0.03",
    "35, 0.04",
    "125, 0.12",
    "375, 0.38",
    "999, 1.00",
    "995, 0.99",
    "1005, 1.00",
    "1115, 1.11",
    "9007199254740991, 9007199254740.99"
  })
  void knownOnes(long microseconds, String expected) {
    assertEquals(expected, print(microseconds));
  }

  @Test
  void smallOnesAreRoundedByTheExactValueOfTheDouble() {
    for (long microseconds = 0; microseconds <= SMALL; microseconds++) {
      checkExact(microseconds, "");
    }
  }

  @Test
  void largeOnesAreRoundedByTheExactValueOfTheDouble() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < LARGE; i++) {
      checkExact(large(random), "seed " + seed);
    }
  }

  @Test
  void printfOfThisMachinePrintsTheSame() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    ByteBuffer input =
        ByteBuffer.allocate((SMALL + 1 + LARGE) * Long.BYTES).order(ByteOrder.nativeOrder());
    for (long microseconds = 0; microseconds <= SMALL; microseconds++) {
      input.putLong(microseconds);
    }
    while (input.hasRemaining()) {
      input.putLong(large(random));
    }
    List<String> printed = CLibrary.print("ms", input, directory);
    assertEquals(input.limit() / Long.BYTES, printed.size());
    for (int i = 0; i < printed.size(); i++) {
      long microseconds = input.getLong(i * Long.BYTES);
      String ours = print(microseconds);
      if (!printed.get(i).equals(ours)) {
        assertEquals(printed.get(i), ours, microseconds + " µs, seed " + seed);
      }
    }
  }

  /** Up to 285 years, of every order of magnitude; doubles hold them exactly. */
  private static long large(Random random) {
    return SMALL + (random.nextLong() >>> 11 + random.nextInt(32)) % ((1L << 53) - SMALL);
  }

  private void checkExact(long microseconds, String about) {
    String exact =
        new BigDecimal(microseconds / 1000.0).setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    String ours = print(microseconds);
    if (!exact.equals(ours)) {
      assertEquals(exact, ours, microseconds + " µs " + about);
    }
  }

  private String print(long microseconds) {
    buffer.clear();
    Milliseconds.put(buffer, microseconds);
    return new String(buffer.bytes(), 0, buffer.length(), StandardCharsets.US_ASCII);
  }
}
