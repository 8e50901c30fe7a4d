// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A queue file in memory, to be damaged at chosen places. Understands sound files only. */
final class QueueFile {
  /**
   * A document.
   *
   * @param offset of its header
   * @param end of its body
   * @param isBatch whether it is a batch, and not the queue's own
   */
  record Document(int offset, int end, boolean isBatch) {}

  final Path file;
  final ByteBuffer bytes;

  /** Reads the file of the first cycle of a capture. */
  QueueFile(Path capture) throws IOException {
    file = CycleFiles.queueFile(capture, 1);
    bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A copy of another's bytes, for the same file. */
  QueueFile(QueueFile other) {
    file = other.file;
    bytes = ByteBuffer.wrap(other.bytes.array().clone()).order(ByteOrder.LITTLE_ENDIAN);
  }

  List<Document> documents() {
    List<Document> documents = new ArrayList<>();
    int offset = 0;
    while (offset + 4 <= bytes.capacity() && bytes.getInt(offset) != 0) {
      int header = bytes.getInt(offset);
      int end = offset + 4 + (header & 0x3fffffff);
      documents.add(new Document(offset, end, header >>> 30 == 0));
      offset = (end + 3) & ~3;
    }
    return documents;
  }

  List<Document> batches() {
    return documents().stream().filter(Document::isBatch).toList();
  }

  void zero(int from, int to) {
    for (int at = from; at < to; at++) {
      bytes.put(at, (byte) 0);
    }
  }

  void flip(long bit) {
    int at = (int) (bit / 8);
    bytes.put(at, (byte) (bytes.get(at) ^ 1 << bit % 8));
  }

  /** Puts the bytes as they are now in the file's place. */
  void write() throws IOException {
    write(bytes.capacity());
  }

  /** The same, cut off behind so many bytes. */
  void write(int length) throws IOException {
    byte[] content = new byte[length];
    bytes.get(0, content);
    Files.write(file, content);
  }
}
