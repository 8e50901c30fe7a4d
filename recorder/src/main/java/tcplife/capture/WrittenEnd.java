// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * How far a cycle is written, while a recorder may go on with it, and may seal it.
 *
 * @param bytes where the next document of its queue file will be written
 * @param batches how many are before: where the same end is once it is sealed
 */
record WrittenEnd(long bytes, long batches) {
  /** Of a cycle that ends where its file does, or of which it cannot be made out. */
  static final WrittenEnd NONE = new WrittenEnd(Long.MAX_VALUE, Long.MAX_VALUE);

  /** Of a cycle of which nothing can be read yet. */
  static final WrittenEnd NOTHING = new WrittenEnd(0, 0);

  /** Of a cycle as it is now. */
  static WrittenEnd of(Path capture, int cycle) {
    try {
      Path file = CycleFiles.of(capture, cycle);
      if (file == null) {
        return NOTHING;
      }
      return CycleFiles.isSealed(file) ? NONE : of(file);
    } catch (IOException e) {
      // It was sealed in between, or dropped; else, it is read as far as the disk gives it.
      boolean sealed = RegularFile.is(CycleFiles.sealed(capture, cycle));
      return e instanceof NoSuchFileException && !sealed ? NOTHING : NONE;
    }
  }

  /**
   * Of a queue file. From document to document by their lengths alone, which is quick; where these
   * do not lead on, as a reader would, so that nothing behind damage is missed.
   */
  static WrittenEnd of(Path file) throws IOException {
    WrittenEnd end;
    try (FileChannel channel = RegularFile.open(file)) {
      end = followed(channel);
    }
    try (BatchReader reader =
        new BatchReader(file, damage -> {}, end.bytes(), Long.MAX_VALUE, new Workspace())) {
      long batches = end.batches();
      while (reader.next()) {
        batches++;
      }
      return new WrittenEnd(reader.position(), batches);
    }
  }

  private static WrittenEnd followed(FileChannel channel) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long size = channel.size();
    long at = 0;
    long batches = 0;
    while (channel.read(header.clear(), at) == Integer.BYTES) {
      long next = BatchReader.next(at, header.getInt(0));
      if (next == at || next > size) {
        break;
      }
      batches += BatchReader.isOfBatch(header.getInt(0)) ? 1 : 0;
      at = next;
    }
    return new WrittenEnd(at, batches);
  }
}
