// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Walks the batches of a queue file, in order, without Chronicle: its own reader believes what a
 * file says, this one checks every length before use and every batch by its CRC.
 *
 * <p>A queue file is a row of documents at 4-aligned offsets, each behind a header of 4 bytes: bit
 * 31 set: being written; bit 30 set: the queue's own; the low 30 bits: the length. A header of 0 is
 * where the next document will be written.
 */
final class BatchReader implements Batches {
  private static final int DOCUMENT_HEADER = Integer.BYTES;
  private static final int INCOMPLETE = 1 << 31;
  private static final int QUEUES_OWN = 1 << 30;
  private static final int LENGTH = QUEUES_OWN - 1;

  private final Path file;
  private final FileWindow window;
  private final VainReads vain;
  private final Consumer<Damage> damages;
  private long next;
  private int batch;
  private long batchOffset;
  private boolean gaveUp;

  BatchReader(Path file, Consumer<Damage> damages) throws IOException {
    this(file, damages, 0, Long.MAX_VALUE, new Workspace());
  }

  /**
   * Of a part of a file.
   *
   * @param start of a document
   * @param end where the file is taken to end, if it is longer
   * @param space that no other reader uses until this one is closed
   */
  BatchReader(Path file, Consumer<Damage> damages, long start, long end, Workspace space)
      throws IOException {
    this.file = file;
    this.damages = damages;
    next = start;
    window = new FileWindow(file, end, space);
    vain = space.vain();
  }

  /** Where the next document is, or will be written. */
  long position() {
    return next;
  }

  @Override
  public boolean next() throws IOException {
    return next(false);
  }

  @Override
  public boolean nextWritten() throws IOException {
    if (next(true)) {
      return true;
    }
    window.forget();
    return next(true);
  }

  private boolean next(boolean growing) throws IOException {
    while (true) {
      int at = window.find(next, DOCUMENT_HEADER);
      int header = at < 0 ? 0 : window.buffer().getInt(at);
      if (header == 0 || (header & INCOMPLETE) != 0) {
        return !growing && resume(false);
      }
      long body = next + DOCUMENT_HEADER;
      int length = header & LENGTH;
      boolean queuesOwn = (header & QUEUES_OWN) != 0;
      if (!(queuesOwn ? isQueuesOwn(body, length) : isBatch(body, length))) {
        return resume(true);
      }
      next = aligned(body + length);
      if (!queuesOwn) {
        return true;
      }
    }
  }

  @Override
  public ByteBuffer buffer() {
    return window.buffer();
  }

  @Override
  public int records() {
    return batch + BatchLayout.HEADER_SIZE;
  }

  @Override
  public int recordsEnd() {
    return records() + window.buffer().getInt(batch + BatchLayout.BYTES);
  }

  @Override
  public int cpus() {
    return Short.toUnsignedInt(window.buffer().getShort(batch + BatchLayout.CPUS));
  }

  @Override
  public TimeSpan times() {
    ByteBuffer bytes = window.buffer();
    return new TimeSpan(
        bytes.getLong(batch + BatchLayout.FIRST_TIME),
        bytes.getLong(batch + BatchLayout.LAST_TIME));
  }

  @Override
  public void damaged(int at, String what) {
    damages.accept(new Damage(file, batchOffset + at - batch, what));
  }

  @Override
  public void unreadable(IOException reason) {
    damages.accept(Damage.unreadable(file, next, reason));
  }

  private boolean isBatch(long offset, int length) throws IOException {
    if (length < BatchLayout.HEADER_SIZE || length > BatchLayout.LARGEST) {
      return false;
    }
    int at = window.find(offset, length);
    ByteBuffer bytes = window.buffer();
    if (at < 0
        || bytes.getInt(at + BatchLayout.MAGIC) != BatchLayout.MAGIC_VALUE
        || bytes.getShort(at + BatchLayout.VERSION) != BatchLayout.VERSION_VALUE
        || BatchLayout.length(bytes, at) != length
        || BatchLayout.crc(bytes, at, length) != bytes.getInt(at + BatchLayout.CRC)) {
      return false;
    }
    batch = at;
    batchOffset = offset;
    vain.addSound(length);
    return true;
  }

  /** A batch within what is said to be the queue's own shows that its header was damaged. */
  private boolean isQueuesOwn(long offset, int length) throws IOException {
    return offset + length <= window.fileSize() && findBatch(offset, offset + length) < 0;
  }

  /**
   * Goes on with the next whole batch from an offset on where there should be one.
   *
   * @param broken whether something unreadable is there; else the file just ends there, is being
   *     written, or was when its recorder was killed, and only a batch behind it makes it damage
   */
  private boolean resume(boolean broken) throws IOException {
    long from = next;
    long found = findBatch(from, Long.MAX_VALUE);
    long header = found - DOCUMENT_HEADER;
    if (found >= 0) {
      next = aligned(found + BatchLayout.length(window.buffer(), batch));
    }
    if (header > from) {
      damages.accept(new Damage(file, from, "unreadable up to byte " + header));
    } else if (broken) {
      damages.accept(
          new Damage(file, from, found < 0 ? "unreadable up to the end" : "not a header"));
    }
    return found >= 0;
  }

  /**
   * Looks for a whole batch that begins within a range, whatever is around it; -1 for none. Zeros
   * count as read in vain, since a sparse file may have any number, and what claims to be a batch.
   */
  private long findBatch(long from, long end) throws IOException {
    long offset = from;
    int at = window.find(offset, BatchLayout.HEADER_SIZE);
    while (at >= 0 && offset < end) {
      int step = DOCUMENT_HEADER;
      int word = window.buffer().getInt(at);
      if (word == 0) {
        step = Math.max(step, window.zeros(at));
        vain.add(step);
      }
      if (word == BatchLayout.MAGIC_VALUE) {
        long length = BatchLayout.length(window.buffer(), at);
        boolean possible = length <= BatchLayout.LARGEST;
        if (possible && isBatch(offset, (int) length)) {
          return offset;
        }
        vain.add(possible ? length : 0);
      }
      if (vain.areTooMany()) {
        giveUp(offset);
        return -1;
      }
      offset += step;
      at = window.find(offset, BatchLayout.HEADER_SIZE);
    }
    return -1;
  }

  private void giveUp(long offset) {
    if (!gaveUp) {
      damages.accept(
          new Damage(file, offset, "too much without a batch; what comes behind is not read"));
    }
    gaveUp = true;
  }

  /** Where the document behind one is, by its header; the same where there is no whole one. */
  static long next(long offset, int header) {
    boolean whole = header != 0 && (header & INCOMPLETE) == 0;
    return whole ? aligned(offset + DOCUMENT_HEADER + (header & LENGTH)) : offset;
  }

  /** Whether the document behind a header is a batch, and not the queue's own. */
  static boolean isOfBatch(int header) {
    return (header & QUEUES_OWN) == 0;
  }

  private static long aligned(long offset) {
    return (offset + 3) & ~3L;
  }

  @Override
  public void close() throws IOException {
    window.close();
  }
}
