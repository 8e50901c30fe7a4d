// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.ForkJoinPool;

/**
 * Reads the blocks of sealed cycles' files one after another: while one is used, another thread
 * unpacks the one behind it.
 */
final class BlocksAhead {
  private static final boolean ALONE = Runtime.getRuntime().availableProcessors() == 1;

  private BlockReader current = new BlockReader();
  private BlockReader next = new BlockReader();

  /** Where the block begins that the next one holds; -1 for none. */
  private long ahead = -1;

  private long aheadEnd;

  /** The batches of the block that was read last, one after another, little-endian. */
  ByteBuffer content() {
    return current.content();
  }

  /** Bytes that the last read went through, whether they were a block or not. */
  long wentThrough() {
    return current.wentThrough();
  }

  /** Begins with another file. */
  void begin() {
    ahead = -1;
    content().limit(0);
  }

  /**
   * Reads the block at an offset.
   *
   * @return where it ends
   * @throws BlockException if there is no sound one
   */
  long read(FileChannel channel, long offset) throws IOException, BlockException {
    boolean loaded = offset == ahead;
    BlockReader spare = current;
    current = next;
    next = spare;
    ahead = -1;
    long end = loaded ? aheadEnd : current.load(channel, offset);
    current.unpack();
    if (!ALONE) {
      lookAhead(channel, end); // last: what is said to follow an unsound block costs nothing
    }
    return end;
  }

  private void lookAhead(FileChannel channel, long offset) {
    try {
      aheadEnd = next.load(channel, offset);
      ahead = offset;
      ForkJoinPool.commonPool().execute(next::unpackAhead);
    } catch (IOException | BlockException | OutOfMemoryError e) {
      // Who reads there meets the same, if it is not just the end.
    }
  }
}
