// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What readers of one cycle after another use again. Direct memory is only given back when a GC
 * finds that nobody has it: one buffer for each of very many cycles would fill the memory. Of a
 * sealed cycle two blocks are in memory.
 */
final class Workspace {
  private final BlocksAhead blocks = new BlocksAhead();
  private final VainReads vain = new VainReads();
  private ByteBuffer window = ByteBuffer.allocateDirect(0);

  /** For a sealed cycle. */
  BlocksAhead blocks() {
    return blocks;
  }

  /** What was read in vain so far. */
  VainReads vain() {
    return vain;
  }

  /**
   * A direct buffer for a queue file, little-endian, with room for so many bytes or more; it may be
   * the one that was given before.
   */
  ByteBuffer window(int size) {
    if (window.capacity() < size) {
      window = ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
    }
    return window;
  }
}
