// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses are printed as glibc's inet_ntop prints them. */
@Timeout(120)
class AddressTextTest {
  private static final int RANDOM_ONES = 500_000;
  private static final int IPV6 = 16;

  /** What a group of an address may be, for all combinations of eight. */
  private static final int[] GROUPS = {0, 1, 0xffff};

  @TempDir private Path directory;
  private final RowBuffer buffer = new RowBuffer();

  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0000000000000000, ::",
    "0000000000000000, 0000000000000001, ::1",
    "0001000000000000, 0000000000000000, 1::",
    "0000000000000000, 0000ffff01020304, ::ffff:1.2.3.4",
    "0000000000000000, 0000ffff00000000, ::ffff:0.0.0.0",
    "0000000000000000, 0000000001020304, ::1.2.3.4",
    "0000000000000000, 0000000000010000, ::0.1.0.0",
    "0000000000000000, 000000000000ffff, ::ffff",
    "0000000000000000, 0001ffff01020304, ::1:ffff:102:304",
    "20010db800000000, 0000000000000001, 2001:db8::1",
    "20010db800000001, 0001000100010001, 2001:db8:0:1:1:1:1:1",
    "2001000000000001, 0000000000010001, 2001::1:0:0:1:1",
    "2001000000000001, 0000000000000001, 2001:0:0:1::1",
    "fe8000000000abcd, 0a0b00000c0d0e0f, fe80::abcd:a0b:0:c0d:e0f",
    "1111222233334444, 5555666677778888, 1111:2222:3333:4444:5555:6666:7777:8888",
  })
  void knownOnes(String head, String tail, String expected) {
    assertEquals(
        expected, ipv6(Long.parseUnsignedLong(head, 16), Long.parseUnsignedLong(tail, 16)));
  }

  @Test
  void inetNtopPrintsTheSameForAllPatternsOfZeros() throws Exception {
    int patterns = (int) Math.pow(GROUPS.length, 8);
    ByteBuffer input = ByteBuffer.allocate(patterns * IPV6);
    for (int pattern = 0; pattern < patterns; pattern++) {
      for (int i = 0, rest = pattern; i < 8; i++, rest /= GROUPS.length) {
        input.putShort((short) GROUPS[rest % GROUPS.length]);
      }
    }
    compareIpv6(input, "");
  }

  @Test
  void inetNtopPrintsTheSameForRandomIpv6() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    ByteBuffer input = ByteBuffer.allocate(RANDOM_ONES * IPV6);
    while (input.hasRemaining()) {
      int digits = 4 * random.nextInt(5);
      input.putShort((short) (random.nextBoolean() ? 0 : random.nextInt(1 << digits)));
    }
    compareIpv6(input, "seed " + seed);
  }

  @Test
  void inetNtopPrintsTheSameForIpv4() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    ByteBuffer input = ByteBuffer.allocate(RANDOM_ONES * Integer.BYTES);
    input.putInt(0).putInt(-1).putInt(0x7f000001).putInt(0x0a640901);
    while (input.hasRemaining()) {
      input.putInt(random.nextInt());
    }
    List<String> printed = CLibrary.print("ipv4", input, directory);
    assertEquals(RANDOM_ONES, printed.size());
    for (int i = 0; i < printed.size(); i++) {
      buffer.clear();
      AddressText.putIpv4(buffer, input.getInt(i * Integer.BYTES));
      check(printed.get(i), text(), "seed " + seed);
    }
  }

  private void compareIpv6(ByteBuffer input, String about) throws Exception {
    List<String> printed = CLibrary.print("ipv6", input, directory);
    assertEquals(input.limit() / IPV6, printed.size());
    for (int i = 0; i < printed.size(); i++) {
      check(
          printed.get(i),
          ipv6(input.getLong(i * IPV6), input.getLong(i * IPV6 + Long.BYTES)),
          about);
    }
  }

  private static void check(String expected, String ours, String about) {
    if (!expected.equals(ours)) {
      assertEquals(expected, ours, about);
    }
  }

  private String ipv6(long head, long tail) {
    buffer.clear();
    AddressText.putIpv6(buffer, head, tail);
    return text();
  }

  private String text() {
    return new String(buffer.bytes(), 0, buffer.length(), StandardCharsets.US_ASCII);
  }
}
