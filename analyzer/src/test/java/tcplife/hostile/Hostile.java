// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;

/** Numbers, texts and bytes that whoever made a file chose to break what reads it. */
final class Hostile {
  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    2,
    7,
    8,
    16,
    24,
    127,
    128,
    255,
    256,
    0x7fff,
    0x8000,
    0xffff,
    0x10000,
    0x7fffffff,
    0x80000000L,
    0xffffffffL,
    0x100000000L,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MAX_VALUE / 2,
    1_000_000_000_000_000_000L,
    -1_000_000_000L
  };

  private static final List<byte[]> TEXTS =
      List.of(
          "\u001b[2J\u001b]0;x\u0007".getBytes(StandardCharsets.UTF_8),
          "\r\n\",'|`<b>&\\;--".getBytes(StandardCharsets.UTF_8),
          "\u202e\u2028\u009b\ufeff".getBytes(StandardCharsets.UTF_8),
          new byte[] {(byte) 0xc0, (byte) 0x80, (byte) 0xff, (byte) 0xed, (byte) 0xa0, (byte) 0x80},
          new byte[24]);

  private Hostile() {}

  static <T> T any(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** A number at a bound of something, or near one that is there, or any. */
  static long number(Random random, long before) {
    return switch (random.nextInt(5)) {
      case 0 -> before + random.nextInt(9) - 4;
      case 1 -> random.nextLong();
      case 2 -> before ^ 1L << random.nextInt(64);
      default -> NUMBERS[random.nextInt(NUMBERS.length)];
    };
  }

  /** Puts such a number of 1, 2, 4 or 8 bytes at an offset, as far as there is room. */
  static void putNumber(Random random, ByteBuffer to, int at, int width) {
    if (at < 0 || at + width > to.limit()) {
      return;
    }
    switch (width) {
      case 1 -> to.put(at, (byte) number(random, to.get(at)));
      case 2 -> to.putShort(at, (short) number(random, to.getShort(at)));
      case 4 -> to.putInt(at, (int) number(random, to.getInt(at)));
      default -> to.putLong(at, number(random, to.getLong(at)));
    }
  }

  /** Puts a text over bytes, as far as there is room. */
  static void putText(Random random, ByteBuffer to, int at) {
    byte[] text = any(random, TEXTS);
    to.put(at, text, 0, Math.min(text.length, to.limit() - at));
  }

  static ByteBuffer wrap(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** CRC32C of bytes but some in between. */
  static int crc(ByteBuffer bytes, int from, int gap, int behindGap, int end) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(from, gap - from));
    crc.update(bytes.slice(behindGap, end - behindGap));
    return (int) crc.getValue();
  }

  /** A part of bytes, replaced. */
  static byte[] splice(byte[] bytes, int from, int to, byte[] with) {
    byte[] made = new byte[from + with.length + bytes.length - to];
    System.arraycopy(bytes, 0, made, 0, from);
    System.arraycopy(with, 0, made, from, with.length);
    System.arraycopy(bytes, to, made, from + with.length, bytes.length - to);
    return made;
  }
}
