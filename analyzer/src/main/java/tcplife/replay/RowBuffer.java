// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of output, written to again and again: rows are made here without a string. */
public final class RowBuffer {
  /** Of a number from 0 up. */
  private static final int MOST_DIGITS = 19;

  private byte[] bytes;
  private int length;

  RowBuffer() {
    this(1 << 16);
  }

  /**
   * @param size bytes that it has room for at first
   */
  public RowBuffer(int size) {
    bytes = new byte[size];
  }

  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  public void clear() {
    length = 0;
  }

  public void put(int character) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * length);
    }
    bytes[length++] = (byte) character;
  }

  /** A text, as UTF-8. */
  public void put(String text) {
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      put(each);
    }
  }

  /** A number in decimal, unsigned. */
  public void putDecimal(long number) {
    if (number < 0) {
      long tenth = Long.divideUnsigned(number, 10);
      putDecimal(tenth, digits(tenth));
      put('0' + (int) Long.remainderUnsigned(number, 10));
    } else {
      putDecimal(number, digits(number));
    }
  }

  private static int digits(long number) {
    int digits = 1;
    for (long least = 10; number >= least && digits < MOST_DIGITS; least *= 10) {
      digits++;
    }
    return digits;
  }

  /** The last digits of a number from 0 up, in decimal, with leading zeros. */
  void putDecimal(long number, int digits) {
    if (bytes.length - length < digits) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length + digits);
    }
    long rest = number;
    for (int at = length + digits - 1; at >= length; at--) {
      // By a constant: a division by a variable takes ten times as long.
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }

  /** A number in decimal, with a minus if it is below 0. */
  void putSigned(long number) {
    if (number < 0) {
      put('-');
    }
    putDecimal(number < 0 ? -number : number);
  }

  /** A character, by its code point, as UTF-8. */
  void putCharacter(int point) {
    if (point < 0x80) {
      put(point);
      return;
    }
    int rest = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    put(0xff00 >> rest + 1 & 0xff | point >> 6 * rest);
    for (int shift = 6 * (rest - 1); shift >= 0; shift -= 6) {
      put(0x80 | point >> shift & 0x3f);
    }
  }

  /** How many of the bytes since an earlier length go on with a character of UTF-8. */
  public int continuations(int start) {
    int count = 0;
    for (int i = start; i < length; i++) {
      count += (bytes[i] & 0xc0) == 0x80 ? 1 : 0;
    }
    return count;
  }

  /** Quotes what was written since an earlier length as CSV has it, if need be: RFC 4180, 2. */
  public void quote(int start) {
    boolean needed = false;
    for (int i = start; i < length; i++) {
      needed |= bytes[i] == ',' || bytes[i] == '"';
    }
    if (needed) {
      byte[] plain = Arrays.copyOfRange(bytes, start, length);
      length = start;
      put('"');
      for (byte each : plain) {
        if (each == '"') {
          put('"');
        }
        put(each);
      }
      put('"');
    }
  }

  /** Cuts off what is longer than a width since an earlier length. */
  void truncate(int start, int width) {
    length = Math.min(length, start + width);
  }

  /** Fills what was written since an earlier length up to a width, with spaces behind it. */
  public void padRight(int start, int width) {
    while (length - start < width) {
      put(' ');
    }
  }

  /** Fills what was written since an earlier length up to a width, with spaces before it. */
  public void padLeft(int start, int width) {
    int written = length - start;
    if (written < width) {
      padRight(start, width);
      System.arraycopy(bytes, start, bytes, start + width - written, written);
      Arrays.fill(bytes, start, start + width - written, (byte) ' ');
    }
  }

  /** What was written, as ASCII. */
  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.US_ASCII);
  }
}
