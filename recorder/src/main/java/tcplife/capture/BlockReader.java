// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/**
 * Reads blocks of sealed cycles' files at given places, by positioned reads, into buffers that it
 * keeps. What a block says of its lengths is checked before it is used. What was loaded may be
 * unpacked by another thread, as late as when something else is loaded already; all else is for
 * one.
 */
final class BlockReader {
  private final ByteBuffer header =
      ByteBuffer.allocate(SealedLayout.BLOCK_HEADER).order(ByteOrder.LITTLE_ENDIAN);
  private final BlockDecoder decoder = new BlockDecoder();
  private byte[] payload = new byte[0];
  private byte[] columns = new byte[0];
  private ByteBuffer content = ByteBuffer.allocateDirect(0);
  private long wentThrough;
  private boolean packed;

  /** The batches of the block that was read last, one after another, little-endian. */
  ByteBuffer content() {
    return content;
  }

  /** Bytes that the last read went through, whether they were a block or not. */
  long wentThrough() {
    return wentThrough;
  }

  /**
   * Loads the block at an offset, as it is there.
   *
   * @return where it ends
   * @throws BlockException if there is none that its CRC proves
   */
  synchronized long load(FileChannel channel, long offset) throws IOException, BlockException {
    packed = false;
    wentThrough = SealedLayout.BLOCK_HEADER;
    if (!fill(channel, header, offset, SealedLayout.BLOCK_HEADER)
        || header.getInt(0) != SealedLayout.BLOCK_MAGIC) {
      throw new BlockException("not a block");
    }
    int length = header.getInt(SealedLayout.PAYLOAD);
    int size = header.getInt(SealedLayout.CONTENT);
    if (length < 0
        || length > SealedLayout.LARGEST_PAYLOAD
        || size < 0
        || size > SealedLayout.LARGEST_CONTENT) {
      throw new BlockException("a block with lengths that it cannot have");
    }
    wentThrough += length;
    payload = room(payload, length);
    ByteBuffer bytes = ByteBuffer.wrap(payload, 0, length);
    if (!fill(channel, bytes, offset + SealedLayout.BLOCK_HEADER, length)) {
      throw new BlockException("a block that is not whole");
    }
    CRC32C crc = new CRC32C();
    crc.update(header.slice(0, SealedLayout.BLOCK_CRC));
    crc.update(payload, 0, length);
    if ((int) crc.getValue() != header.getInt(SealedLayout.BLOCK_CRC)) {
      throw new BlockException("a block that its CRC does not prove");
    }
    packed = true;
    return offset + SealedLayout.BLOCK_HEADER + length;
  }

  /** Makes batches of what was loaded, in another thread. */
  synchronized void unpackAhead() {
    try {
      if (packed) {
        decode();
        packed = false;
      }
    } catch (BlockException | RuntimeException | Error e) {
      // It is left to be unpacked by who asks for it, who meets the same.
    }
  }

  /**
   * Makes batches of what was loaded, unless that was done ahead.
   *
   * @throws BlockException if it has none
   */
  synchronized void unpack() throws BlockException {
    if (packed) {
      packed = false; // whatever comes of it: a thread that is late leaves it alone
      decode();
    }
  }

  private void decode() throws BlockException {
    int length = header.getInt(SealedLayout.PAYLOAD);
    int size = header.getInt(SealedLayout.CONTENT);
    long laidOut = Zstandard.contentSize(payload, length);
    if (laidOut < 0 || laidOut > ColumnLayout.most(size)) {
      throw new BlockException("a block whose frame has a length that it cannot have");
    }
    wentThrough = SealedLayout.BLOCK_HEADER + length + laidOut + size;
    columns = room(columns, (int) laidOut);
    Zstandard.decompress(payload, length, columns, (int) laidOut);
    if (content.capacity() < size) {
      content = ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
    }
    content.limit(size);
    decoder.decode(columns, (int) laidOut, content, header.getInt(SealedLayout.BATCHES));
  }

  private static byte[] room(byte[] has, int needs) {
    return has.length < needs ? new byte[needs] : has;
  }

  /** Reads so many bytes into a buffer; false if the file ends before. */
  private static boolean fill(FileChannel channel, ByteBuffer to, long offset, int length)
      throws IOException {
    to.position(0);
    while (to.position() < length) {
      if (channel.read(to, offset + to.position()) < 0) {
        return false;
      }
    }
    return true;
  }
}
