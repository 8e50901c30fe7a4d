// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** Looks for the magic of a block or of the seal behind something unreadable. */
final class BlockSearch {
  private static final int CHUNK = 64 << 10;

  /** To try what has a magic, as a seal may have, costs as much as so many bytes at least. */
  private static final int TRY = SealedLayout.LARGEST_SEAL;

  private final FileChannel channel;
  private final VainReads vain;
  private final ByteBuffer chunk =
      ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  private long start;

  /**
   * @param vain where what is looked through counts; if that is too much, no magic is found
   */
  BlockSearch(FileChannel channel, VainReads vain) {
    this.channel = channel;
    this.vain = vain;
  }

  /** The first offset, from one on, where a magic is; -1 if none is found. */
  long next(long from) throws IOException {
    vain.add(TRY);
    long offset = from;
    while (!vain.areTooMany() && holds(offset)) {
      int last = chunk.limit() - Integer.BYTES;
      for (int at = (int) (offset - start); at <= last; at++) {
        int magic = chunk.getInt(at);
        if (magic == SealedLayout.BLOCK_MAGIC || magic == SealedLayout.SEAL_MAGIC) {
          return start + at;
        }
      }
      offset = start + last + 1;
    }
    return -1;
  }

  /** Whether the file has a number at an offset, which is then in the chunk. */
  private boolean holds(long offset) throws IOException {
    if (offset < start || offset + Integer.BYTES > start + chunk.limit()) {
      start = offset;
      chunk.clear();
      while (chunk.hasRemaining() && channel.read(chunk, start + chunk.position()) >= 0) {
        continue;
      }
      chunk.flip();
      vain.add(chunk.limit());
    }
    return offset + Integer.BYTES <= start + chunk.limit();
  }
}
