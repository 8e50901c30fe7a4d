// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** Looks for the magic of a block or of the seal behind something unreadable. */
final class BlockSearch {
  private static final int CHUNK = 256 << 10;

  /** A file may be made of false blocks one within another: it gets so many tries, */
  private static final int LEAST_TRIES = 256;

  /** and one more for so many of its bytes. */
  private static final int BYTES_PER_TRY = 16 << 10;

  /** In a file so many bytes are looked through, and no more: a sparse one may have any length. */
  private static final long MOST_BYTES = 1L << 30;

  private final FileChannel channel;
  private final ByteBuffer chunk;
  private long start;
  private long tries;
  private long searched;

  BlockSearch(FileChannel channel) throws IOException {
    this.channel = channel;
    int size = (int) Math.min(CHUNK, channel.size());
    chunk = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  }

  /** The first offset, from one on, where a magic is; -1 if none is found. */
  long next(long from) throws IOException {
    if (tries++ > LEAST_TRIES + channel.size() / BYTES_PER_TRY) {
      return -1;
    }
    for (long offset = from; searched < MOST_BYTES && holds(offset); offset++, searched++) {
      int magic = chunk.getInt((int) (offset - start));
      if (magic == SealedLayout.BLOCK_MAGIC || magic == SealedLayout.SEAL_MAGIC) {
        return offset;
      }
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
    }
    return offset + Integer.BYTES <= start + chunk.limit();
  }
}
