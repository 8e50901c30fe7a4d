// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LargeRollCycles;
import net.openhft.chronicle.wire.DocumentContext;
import tcplife.event.BatchSummary;

/**
 * Appends batches to one cycle of a capture: a Chronicle Queue of its own, written once, from its
 * creation to {@link #close}, by one thread.
 *
 * <p>A batch is drained into one buffer, used again and again, and written to its place in the
 * file, which the queue has mapped: copying into fresh pages of the mapping would cost several
 * times as much, in page faults. What the queue writes itself does go through the mapping, so the
 * file's space is allocated before: a mapped page that a full disk cannot back would end the JVM.
 */
public final class CycleWriter implements AutoCloseable {
  private static final int BLOCK_SIZE = 16 << 20;

  /** Allocated ahead in such steps, bytes; what was not used is given back at the close. */
  private static final long ALLOCATION_STEP = 4 << 20;

  /** Largest batch of {@link #appendLast}, bytes: the end record of a host with many CPUs. */
  private static final int LAST_BATCH = 128 << 10;

  /** Room behind a batch for a last one, and for what the queue itself writes: headers, index. */
  private static final long RESERVE = 2 * LAST_BATCH;

  /** What the disk must have free, bytes: a new queue writes its first pages unasked. */
  private static final long LEAST_SPACE = 2 * ALLOCATION_STEP;

  /** Largest number of CPUs that the table of a batch has room for. */
  private static final int MOST_CPUS = 4096;

  private final SingleChronicleQueue queue;
  private final ExcerptAppender appender;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BatchLayout.LARGEST);
  private final Path directory;
  private final DiskSpace disk;
  private Path file;
  private FileChannel channel;
  private long allocated;
  private long written;

  /**
   * Creates the cycle's queue.
   *
   * @param directory of the cycle; must not exist
   * @throws UncheckedIOException if the directory cannot be made
   * @throws CaptureException if the disk is all but full
   */
  public CycleWriter(Path directory, DiskSpace disk) {
    try {
      if (directory.toAbsolutePath().getParent().toFile().getUsableSpace() < LEAST_SPACE) {
        throw new CaptureException(directory + ": no space left on the device");
      }
      Files.createDirectory(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.directory = directory;
    this.disk = disk;
    // The queue rolls to a new file by time; here a new file is a new cycle and a new queue.
    long now = System.currentTimeMillis();
    queue =
        SingleChronicleQueueBuilder.binary(directory)
            .blockSize(BLOCK_SIZE)
            .rollCycle(LargeRollCycles.LARGE_DAILY)
            .indexCount(64)
            .indexSpacing(1024)
            .timeProvider(() -> now)
            .build();
    appender = queue.createAppender();
  }

  /** Keeps the queue's library from printing to the terminal; its errors arrive as exceptions. */
  public static void silenceLibrary() {
    Jvm.disableDebugHandler();
    Jvm.disablePerfHandler();
    Jvm.disableWarnHandler();
  }

  /**
   * Appends a batch of what the source has.
   *
   * @return what was appended; no records if the source had none
   */
  public BatchSummary append(RecordSource source) {
    return append(source, BatchLayout.LARGEST);
  }

  /**
   * Appends a small batch, of {@value #LAST_BATCH} bytes at most, into space that is allocated
   * already: what still fits when {@link DiskSpace} gave no more. Only if {@link #hasRoomForLast}.
   */
  public BatchSummary appendLast(RecordSource source) {
    return append(source, LAST_BATCH);
  }

  /** Whether {@link #appendLast} is possible: not in a cycle whose first batch found no space. */
  public boolean hasRoomForLast() {
    return written > 0;
  }

  private BatchSummary append(RecordSource source, int largest) {
    try (DocumentContext document = appender.writingDocument()) {
      boolean kept = false;
      try {
        BatchSummary summary = fill(document.wire().bytes(), source, largest);
        kept = summary.records() > 0;
        return summary;
      } finally {
        if (!kept) {
          document.rollbackOnClose();
        }
      }
    }
  }

  private BatchSummary fill(Bytes<?> bytes, RecordSource source, int largest) {
    long start = bytes.writePosition();
    // The smaller batch lies wholly within the reserve behind the batch before it.
    allocate(largest == LAST_BATCH ? allocated : start + largest + RESERVE);
    if (bytes.writeRemaining() < largest) {
      throw new IllegalStateException("the queue has no room for a batch");
    }
    ByteBuffer batch = buffer.clear().position(BatchLayout.HEADER_SIZE);
    batch.limit(largest - BatchSummary.CPU_ENTRY * (largest == LAST_BATCH ? 1 : MOST_CPUS));
    BatchSummary summary = source.drain(batch);
    if (summary.records() > 0) {
      int length = BatchLayout.complete(batch.clear(), summary);
      write(batch.limit(length).rewind(), start);
      bytes.writePosition(written);
    }
    return summary;
  }

  private void write(ByteBuffer batch, long start) {
    try {
      while (batch.hasRemaining()) {
        channel.write(batch, start + batch.position());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    written = start + batch.limit();
  }

  /** Whether a batch took all the room there was, so that its source may have more. */
  public static boolean isFull(BatchSummary summary) {
    return summary.records() > 0 && summary.bytes() > BatchLayout.LARGEST / 2;
  }

  /** Of the cycle. */
  public Path directory() {
    return directory;
  }

  /** Bytes of the cycle's file that hold data. */
  public long size() {
    return written;
  }

  private void allocate(long end) {
    if (file == null) {
      openFile();
    }
    if (end > allocated) {
      disk.allocate(file, allocated, end + ALLOCATION_STEP - allocated);
      allocated = end + ALLOCATION_STEP;
    }
  }

  private void openFile() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.cq4")) {
      file = files.iterator().next();
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes back a cycle into which nothing could be written. */
  public void discard() {
    close();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path each : files) {
        Files.delete(each);
      }
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the cycle, and gives back what its file does not need. */
  @Override
  public void close() {
    queue.close();
    if (channel == null) {
      return;
    }
    try (FileChannel whole = channel) {
      whole.truncate(written);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
