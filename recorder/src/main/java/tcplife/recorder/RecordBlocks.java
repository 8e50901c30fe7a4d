// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import tcplife.recorder.RecorderBatch.RecordWriter;

/**
 * Records on their way from the thread that makes them to the one that writes the capture, in
 * blocks. A maker that is too far ahead waits. The records are numbered when they are written.
 */
final class RecordBlocks {
  private static final int SIZE = 256 << 10;
  private static final int MOST_WAITING = 8;

  private final ByteBuffer block = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.LITTLE_ENDIAN);
  private final BlockingQueue<ByteBuffer> finished = new ArrayBlockingQueue<>(MOST_WAITING);

  /** Where the next records go: a direct buffer that has room for so many bytes at least. */
  ByteBuffer room(int size) {
    if (block.remaining() < size) {
      finish();
    }
    return block;
  }

  void add(int size, RecordWriter writer) {
    writer.write(room(size), 0);
  }

  /**
   * Hands over what was added.
   *
   * @throws CancellationException if the thread is told to end
   */
  void finish() {
    if (block.position() == 0) {
      return;
    }
    ByteBuffer copy = ByteBuffer.allocate(block.position()).order(ByteOrder.LITTLE_ENDIAN);
    copy.put(block.flip()).flip();
    block.clear();
    try {
      finished.put(copy);
    } catch (InterruptedException e) {
      throw new CancellationException();
    }
  }

  /** The next block, little-endian; null if none is finished. Called by the other thread. */
  ByteBuffer poll() {
    return finished.poll();
  }

  boolean isEmpty() {
    return finished.isEmpty();
  }
}
