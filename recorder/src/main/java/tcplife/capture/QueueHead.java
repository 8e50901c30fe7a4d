// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.io.IORuntimeException;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LargeRollCycles;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * Has Chronicle Queue make an empty queue, once; each cycle begins as a copy of it. Chronicle
 * writes through a mapping, where a disk that is full or fails is a signal that ends the JVM:
 * copies are written by plain writes, as is all that follows.
 */
final class QueueHead {
  private static final String METADATA = "metadata.cq4t";

  /** Chronicle's block, bytes: a batch may be a quarter of it at most. */
  private static final int BLOCK_SIZE = 16 << 20;

  /** What Chronicle writes to a file's head at most, bytes: measured are 1,296. */
  private static final int LARGEST = 64 << 10;

  /** By the name of the file. */
  private static Map<String, byte[]> head;

  static {
    // The library is not to print to the terminal; its errors arrive as exceptions.
    Jvm.disableDebugHandler();
    Jvm.disablePerfHandler();
    Jvm.disableWarnHandler();
  }

  private QueueHead() {}

  /**
   * Makes a queue in an empty directory.
   *
   * @return its file
   * @throws DiskException if the disk does not take it
   */
  static synchronized Path make(Path directory, DiskSpace disk) throws IOException {
    if (head == null) {
      head = madeByChronicle(directory);
    }
    for (Map.Entry<String, byte[]> each : head.entrySet()) {
      Path file = Files.createFile(directory.resolve(each.getKey()));
      disk.allocate(file, 0, LARGEST);
      Files.write(file, each.getValue(), StandardOpenOption.WRITE);
    }
    return directory.resolve(CycleFiles.QUEUE);
  }

  private static Map<String, byte[]> madeByChronicle(Path directory) throws IOException {
    // The queue rolls to a new file by time; here a new file is a new cycle and a new queue.
    try (SingleChronicleQueue queue =
            SingleChronicleQueueBuilder.binary(directory)
                .blockSize(BLOCK_SIZE)
                .rollCycle(LargeRollCycles.LARGE_DAILY)
                .indexCount(64)
                .indexSpacing(1024)
                .timeProvider(() -> 0)
                .build();
        ExcerptAppender appender = queue.createAppender();
        DocumentContext document = appender.writingDocument()) {
      document.rollbackOnClose();
    } catch (IORuntimeException | InternalError e) {
      // A page that the disk could not back: HotSpot tells by the latter.
      throw new DiskException(directory + ": " + e.getMessage(), false);
    }
    return Map.of(
        METADATA,
        take(directory.resolve(METADATA)),
        CycleFiles.QUEUE,
        take(directory.resolve(CycleFiles.QUEUE)));
  }

  /** Removes a file that Chronicle made, of which all is at the beginning. */
  private static byte[] take(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE)) {
      return in.readNBytes(LARGEST);
    }
  }

  /** Where behind the head the first batch goes. */
  static long end(FileChannel file) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(LARGEST).order(ByteOrder.LITTLE_ENDIAN);
    file.read(head, 0);
    int at = 0;
    while (head.getInt(at) != 0) {
      at += Integer.BYTES + (head.getInt(at) & 0x3fffffff);
      at = at + 3 & ~3;
    }
    return at;
  }
}
