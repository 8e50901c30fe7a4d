// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** How far a queue file is written, while a recorder may go on with it. */
final class WrittenEnd {
  private WrittenEnd() {}

  /**
   * Where the next document will be written. From document to document by their lengths alone,
   * which is quick; where these do not lead on, as a reader would, so that nothing behind damage is
   * missed.
   */
  static long of(Path file) throws IOException {
    long end;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      end = followed(channel);
    }
    try (BatchReader reader = new BatchReader(file, damage -> {}, end, Long.MAX_VALUE)) {
      while (reader.next()) {
        // Only the end counts.
      }
      return reader.position();
    }
  }

  private static long followed(FileChannel channel) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long size = channel.size();
    long at = 0;
    while (channel.read(header.clear(), at) == Integer.BYTES) {
      long next = BatchReader.next(at, header.getInt(0));
      if (next == at || next > size) {
        break;
      }
      at = next;
    }
    return at;
  }
}
