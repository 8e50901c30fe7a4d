// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.UUID;

/**
 * How the file of a sealed cycle begins: {@link SealedLayout}.
 *
 * @param cycle its number
 * @param capture id of the capture, a UUID
 */
record SealedHead(int cycle, String capture) {
  /** The head's bytes, little-endian. */
  ByteBuffer bytes() {
    ByteBuffer head = ByteBuffer.allocate(SealedLayout.HEAD_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(SealedLayout.HEAD_MAGIC).putInt(SealedLayout.VERSION);
    head.putInt(SealedLayout.HEAD_CYCLE, cycle).position(SealedLayout.HEAD_CAPTURE);
    UUID id = id(capture);
    return head.order(ByteOrder.BIG_ENDIAN)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .order(ByteOrder.LITTLE_ENDIAN)
        .rewind();
  }

  /** An id that is none, of a manifest that was altered, stands for no capture. */
  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      return new UUID(0, 0);
    }
  }

  /** Throws, with what is wrong, if a file begins in another way. */
  void check(FileChannel channel) throws IOException, BlockException {
    ByteBuffer head = ByteBuffer.allocate(SealedLayout.HEAD_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    while (head.hasRemaining() && channel.read(head, head.position()) >= 0) {
      continue;
    }
    if (head.hasRemaining() || head.getInt(0) != SealedLayout.HEAD_MAGIC) {
      throw new BlockException("not the head of a sealed cycle");
    }
    int version = Short.toUnsignedInt(head.getShort(Integer.BYTES));
    if (version != SealedLayout.VERSION) {
      throw new BlockException(
          "sealed in format " + version + ", this program reads " + SealedLayout.VERSION);
    }
    if (head.getInt(SealedLayout.HEAD_CYCLE) != cycle) {
      throw new BlockException("by its head, cycle " + head.getInt(SealedLayout.HEAD_CYCLE));
    }
    if (!head.rewind().equals(bytes())) {
      throw new BlockException("by its head, a cycle of another capture");
    }
  }
}
