// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import tcplife.event.BatchSummary;

/**
 * Appends batches to one cycle of a capture: a Chronicle Queue of its own, written once, from its
 * creation to {@link #close}, by one thread; only {@link #sync} may be called by another.
 *
 * <p>A batch is drained into one buffer, used again and again, and written to its place in the
 * file: copying into fresh pages of a mapping would cost several times as much, in page faults. Its
 * space is allocated before it is drained, so that a full disk is told while the records are still
 * where they were. A batch is there once its document's header is, or its CRC proves it.
 */
public final class CycleWriter implements AutoCloseable {
  /** Allocated ahead in such steps, bytes; what was not used is given back at the end. */
  public static final long ALLOCATION_STEP = 4 << 20;

  /** Largest batch of {@link #appendLast}, bytes: the end record of a host with many CPUs. */
  private static final int LAST_BATCH = 128 << 10;

  /** Room behind a batch for two last ones. */
  private static final long RESERVE = 2 * LAST_BATCH;

  /** Largest number of CPUs that the table of a batch has room for. */
  private static final int MOST_CPUS = 4096;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BatchLayout.LARGEST);
  private final ByteBuffer word =
      ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final Path directory;
  private final DiskSpace disk;
  private final FileChannel channel;

  /** In a draft of the directory until it {@link #appear}s. */
  private Path file;

  private long allocated;
  private long next;
  private long events;
  private boolean damaged;
  private ByteBuffer unwritten;

  /**
   * Creates the cycle's queue, which readers do not see before it {@link #appear}s.
   *
   * @param directory of the cycle; must not exist
   * @throws DiskException if the disk does not take it; nothing is left behind if it can be removed
   */
  public CycleWriter(Path directory, DiskSpace disk) {
    this.directory = directory;
    this.disk = disk;
    Path draft = CycleFiles.begun(directory);
    FileChannel opened = null;
    try {
      DraftDirectory.delete(draft);
      Files.createDirectory(draft);
      Path made = QueueHead.make(draft, disk);
      opened =
          FileChannel.open(
              made, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      channel = opened;
      next = QueueHead.end(channel);
      file = made;
    } catch (IOException e) {
      discard(opened, draft);
      throw DiskException.of(directory, e);
    } catch (RuntimeException e) {
      discard(opened, draft);
      throw e;
    }
  }

  /**
   * Appends a batch of what the source has.
   *
   * @return what was appended; no records if the source had none
   * @throws DiskException if the disk does not take it: asked before the source is drained, but for
   *     errors that only writing shows, and then there may be an {@link #unwritten} batch
   */
  public BatchSummary append(RecordSource source) {
    allocate(BatchLayout.LARGEST);
    return append(source, BatchLayout.LARGEST - BatchSummary.CPU_ENTRY * MOST_CPUS);
  }

  /**
   * Appends a small batch, of {@value #LAST_BATCH} bytes at most, into space that is allocated
   * already: what still fits when {@link DiskSpace} gave no more, twice. Only if {@link
   * #hasRoomForLast}.
   */
  public BatchSummary appendLast(RecordSource source) {
    return append(source, LAST_BATCH - BatchSummary.CPU_ENTRY);
  }

  /** Whether {@link #appendLast} is possible: not in a cycle whose first batch found no space. */
  public boolean hasRoomForLast() {
    return !damaged && allocated > 0;
  }

  /** Appends a batch that another cycle had {@link #unwritten}; it stays to be appended again. */
  public void append(ByteBuffer batch) {
    allocate(batch.remaining());
    write(batch.duplicate().order(batch.order()));
  }

  private BatchSummary append(RecordSource source, int limit) {
    ByteBuffer batch = buffer.clear().position(BatchLayout.HEADER_SIZE).limit(limit);
    BatchSummary summary = source.drain(batch);
    if (summary.records() > 0) {
      int length = BatchLayout.complete(batch.clear(), summary);
      write(batch.position(0).limit(length));
    }
    return summary;
  }

  private void write(ByteBuffer batch) {
    int length = batch.remaining();
    int kept = BatchLayout.kernelRecords(batch);
    try {
      damaged = true;
      writeAt(batch, next + Integer.BYTES);
      // From here on its CRC proves that it is there, whatever becomes of the header.
      events += kept;
      writeAt(word.clear().putInt(length).flip(), next);
      damaged = false;
    } catch (IOException e) {
      unwritten = batch.hasRemaining() ? copy(batch.rewind()) : null;
      throw DiskException.of(directory, e);
    }
    next += Integer.BYTES + length;
  }

  private void writeAt(ByteBuffer bytes, long at) throws IOException {
    long start = at - bytes.position();
    while (bytes.hasRemaining()) {
      channel.write(bytes, start + bytes.position());
    }
  }

  private static ByteBuffer copy(ByteBuffer batch) {
    return ByteBuffer.allocate(batch.remaining()).order(ByteOrder.LITTLE_ENDIAN).put(batch).flip();
  }

  /**
   * The batch that was drained and then could not be written, to be appended to another cycle; null
   * if there is none.
   */
  public ByteBuffer unwritten() {
    return unwritten;
  }

  /** Bytes of the cycle's file that hold data. */
  public long size() {
    return next;
  }

  /** Records of the kernel program that the cycle holds. */
  public long events() {
    return events;
  }

  private void allocate(long length) {
    long end = next + Integer.BYTES + length + RESERVE;
    if (end > allocated) {
      disk.allocate(file, allocated, end + ALLOCATION_STEP - allocated);
      allocated = end + ALLOCATION_STEP;
    }
  }

  /**
   * Shows the cycle to readers, by a rename, with what was appended: one that has appeared is not
   * taken back, for a follower that had begun to read it would not find the next of its number.
   *
   * @throws DiskException if the disk does not take it
   */
  public void appear() {
    try {
      Files.move(file.getParent(), directory, StandardCopyOption.ATOMIC_MOVE);
      file = directory.resolve(file.getFileName());
    } catch (IOException e) {
      throw DiskException.of(directory, e);
    }
  }

  /** Takes back a cycle that has not appeared, as far as the disk lets it. */
  public void discard() {
    discard(channel, file.getParent());
  }

  private static void discard(FileChannel opened, Path directory) {
    try {
      if (opened != null) {
        opened.close();
      }
      DraftDirectory.delete(directory);
    } catch (IOException e) {
      return; // a draft is left, which is of no concern to readers
    }
  }

  /** Gives back what the file does not need; of a cycle that is damaged or cannot, nothing. */
  public void end() {
    try {
      if (!damaged) {
        // Java truncates a file only if it is longer, and what is allocated ahead does not count.
        writeAt(word.clear().putInt(0).flip(), next);
        channel.truncate(next);
      }
    } catch (IOException e) {
      damaged = true;
    }
  }

  /**
   * Waits until the disk has all that was appended before.
   *
   * @throws IOException if the disk fails
   */
  public void sync() throws IOException {
    channel.force(false);
  }

  /** The same, and lets go of the file. */
  @Override
  public void close() {
    end();
    try {
      channel.close();
    } catch (IOException e) {
      damaged = true;
    }
  }
}
