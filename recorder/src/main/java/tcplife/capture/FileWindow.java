// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A window of a file in a direct buffer, filled by positioned reads. Not a mapping: a file that is
 * truncated or fails while it is mapped ends the JVM.
 */
final class FileWindow implements AutoCloseable {
  private static final int SIZE = 2 << 20;

  /** Enough for a small file: a capture may have very many of them. */
  private static final int SMALL = 64 << 10;

  /** To compare with: behind damage a reader may have to search much of a sparse file. */
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(SIZE);

  private final FileChannel channel;
  private final long end;
  private final Workspace space;
  private ByteBuffer buffer;
  private long start;
  private boolean atEnd;

  /** Why the file is not read beyond what is in the buffer; null if nothing failed. */
  private IOException failure;

  /**
   * @param end where the file is taken to end, if it is longer
   * @param space of which the buffer is used until this is closed
   */
  FileWindow(Path file, long end, Workspace space) throws IOException {
    this.end = end;
    this.space = space;
    channel = RegularFile.open(file);
    buffer = space.window(SMALL).limit(0);
  }

  /** The file's bytes, little-endian; {@link #find} says where in it an offset of the file is. */
  ByteBuffer buffer() {
    return buffer;
  }

  long fileSize() throws IOException {
    return Math.min(end, channel.size());
  }

  /**
   * Brings a range of the file into the buffer.
   *
   * @param length bytes, at most a batch and its header
   * @return where in the buffer the range begins, or -1 if the file ends before the range does
   * @throws IOException if the disk does not give the range: what is before it can be read
   */
  int find(long offset, int length) throws IOException {
    boolean behind = offset + length > start + buffer.limit();
    if (offset < start || behind && !atEnd) {
      fill(offset);
    }
    // Once the end was seen, it stays: a file that claims to go on would be read for each claim.
    if (offset + length <= start + buffer.limit()) {
      return (int) (offset - start);
    }
    if (failure != null) {
      throw failure;
    }
    return -1;
  }

  /** What is in the buffer may be of yesterday: the next range is read anew. */
  void forget() {
    buffer.limit(0);
    atEnd = false;
  }

  /** How many zeros there are in the buffer from a place in it on, rounded down to words. */
  int zeros(int at) {
    int length = buffer.limit() - at;
    int zeros = buffer.slice(at, length).mismatch(ZEROS.slice(0, length));
    return (zeros < 0 ? length : zeros) & -Long.BYTES;
  }

  private void fill(long offset) throws IOException {
    start = offset;
    if (buffer.capacity() < SIZE && fileSize() - start > SMALL) {
      buffer = space.window(SIZE);
    }
    buffer.clear();
    buffer.limit((int) Math.max(0, Math.min(buffer.capacity(), end - start)));
    failure = null;
    try {
      while (buffer.hasRemaining() && channel.read(buffer, start + buffer.position()) >= 0) {
        continue;
      }
    } catch (IOException e) {
      failure = e;
    }
    buffer.flip();
    atEnd = failure == null && buffer.limit() < buffer.capacity();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
