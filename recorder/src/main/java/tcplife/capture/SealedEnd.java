// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/**
 * How the file of a sealed cycle ends: {@link SealedLayout}.
 *
 * @param start where the seal begins, bytes from the file's beginning
 * @param text of the seal, UTF-8
 * @param seal the same, read
 * @param signature and public key; empty if it has none
 * @param behind bytes that are behind all that
 */
record SealedEnd(long start, byte[] text, Seal seal, byte[] signature, long behind) {
  /** Seal and signature lie within so many bytes at the end of a file. */
  private static final int TAIL = 2 * SealedLayout.LARGEST_SEAL;

  /**
   * The last seal with which, and its signature, a file ends. Read is only one of which the lengths
   * lead to the file's end: a file may be made of the beginnings of very many. Those too may all be
   * false: in vain no more is read than a tail has.
   *
   * @return null if there is none
   */
  static SealedEnd last(FileChannel channel) throws IOException {
    long size = channel.size();
    long start = Math.max(0, size - TAIL);
    ByteBuffer tail = read(channel, start, (int) (size - start));
    int inVain = 0;
    for (int at = tail.limit() - SealedLayout.TEXT_HEADER; at >= 0 && inVain < TAIL; at--) {
      if (tail.getInt(at) == SealedLayout.SEAL_MAGIC && isWhole(tail, at)) {
        try {
          return at(channel, start + at);
        } catch (BlockException e) {
          inVain += tail.limit() - at; // not it
        }
      }
    }
    return null;
  }

  /** Whether the lengths of a seal, and of its signature, lead just to where the bytes end. */
  private static boolean isWhole(ByteBuffer bytes, int seal) {
    long end = partEnd(bytes, seal);
    boolean more = end <= bytes.limit() - SealedLayout.TEXT_HEADER;
    if (more && bytes.getInt((int) end) == SealedLayout.SIGNATURE_MAGIC) {
      end = partEnd(bytes, (int) end);
    }
    return end == bytes.limit();
  }

  private static long partEnd(ByteBuffer bytes, int at) {
    long length = Integer.toUnsignedLong(bytes.getInt(at + SealedLayout.TEXT_LENGTH));
    return at + SealedLayout.TEXT_HEADER + length;
  }

  /**
   * Reads the end that begins at an offset.
   *
   * @return null if something else is there
   * @throws BlockException if it is not sound
   */
  static SealedEnd at(FileChannel channel, long offset) throws IOException, BlockException {
    if (magic(channel, offset) != SealedLayout.SEAL_MAGIC) {
      return null;
    }
    byte[] text = part(channel, offset, "a seal");
    long next = offset + SealedLayout.TEXT_HEADER + text.length;
    byte[] signature = new byte[0];
    if (magic(channel, next) == SealedLayout.SIGNATURE_MAGIC) {
      signature = part(channel, next, "a signature");
      next += SealedLayout.TEXT_HEADER + signature.length;
    }
    return new SealedEnd(offset, text, Seal.parse(text), signature, channel.size() - next);
  }

  /** Where it ends, bytes from the file's beginning. */
  long end() {
    int signed = signature.length == 0 ? 0 : SealedLayout.TEXT_HEADER + signature.length;
    return start + SealedLayout.TEXT_HEADER + text.length + signed;
  }

  private static int magic(FileChannel channel, long offset) throws IOException {
    ByteBuffer bytes = read(channel, offset, Integer.BYTES);
    return bytes.limit() < Integer.BYTES ? 0 : bytes.getInt(0);
  }

  private static byte[] part(FileChannel channel, long offset, String what)
      throws IOException, BlockException {
    ByteBuffer header = read(channel, offset, SealedLayout.TEXT_HEADER);
    boolean whole = header.limit() == SealedLayout.TEXT_HEADER;
    int length = whole ? header.getInt(SealedLayout.TEXT_LENGTH) : -1;
    if (length < 0 || length > SealedLayout.LARGEST_SEAL) {
      throw new BlockException(what + " with a length that it cannot have");
    }
    byte[] bytes = read(channel, offset + SealedLayout.TEXT_HEADER, length).array();
    if (crc(bytes) != header.getInt(SealedLayout.TEXT_CRC)) {
      throw new BlockException(what + " that its CRC does not prove");
    }
    return bytes;
  }

  static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /** So many bytes at an offset, little-endian; the limit is where the file ends, if before. */
  private static ByteBuffer read(FileChannel channel, long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0) {
      continue;
    }
    return bytes.flip();
  }
}
