// SPDX-License-Identifier: Apache-2.0
package tcplife.event;

import java.nio.ByteBuffer;

/** Texts within records, byte for byte: what a process calls itself need not be in any encoding. */
public final class RecordText {
  private RecordText() {}

  /** Bytes from an offset on, up to a length or, before that, the end of the buffer. */
  static byte[] read(ByteBuffer records, int at, int length) {
    byte[] bytes = new byte[Math.max(0, Math.min(length, records.limit() - at))];
    records.get(at, bytes);
    return bytes;
  }

  /** Bytes up to the first 0, of a field that zeros fill. */
  public static byte[] readPadded(ByteBuffer records, int at, int size) {
    int length = 0;
    while (length < size && records.get(at + length) != 0) {
      length++;
    }
    return read(records, at, length);
  }

  /** Writes bytes, and zeros up to a size; what does not fit is left out. */
  static void writePadded(ByteBuffer to, byte[] bytes, int size) {
    to.put(bytes, 0, Math.min(bytes.length, size));
    for (int i = bytes.length; i < size; i++) {
      to.put((byte) 0);
    }
  }

  /** A length, up to the next multiple of 8. */
  static int padded(int length) {
    return length + 7 & ~7;
  }
}
