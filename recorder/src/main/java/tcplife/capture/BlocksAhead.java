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
  private static final boolean HAS_OTHER_THREADS = ForkJoinPool.getCommonPoolParallelism() > 0;

  private BlockReader current = new BlockReader();
  private BlockReader next = new BlockReader();

  /** Where the next one was read; -1 if it was not. */
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
    if (HAS_OTHER_THREADS) {
      lookAhead(channel, end);
    }
    current.unpack();
    return end;
  }

  private void lookAhead(FileChannel channel, long offset) {
    try {
      BlockReader loaded = next;
      aheadEnd = loaded.load(channel, offset);
      ahead = offset;
      ForkJoinPool.commonPool()
          .submit(
              () -> {
                loaded.unpackAhead();
                return null;
              });
    } catch (IOException | BlockException e) {
      // Who reads there meets the same, if it is not just the end.
    }
  }
}
