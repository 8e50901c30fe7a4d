// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * What the batches of a queue file hold by their headers and tables: read by docs/format.md alone,
 * with nothing of the program.
 */
final class CommittedBatches {
  private static final int INCOMPLETE = 1 << 31;
  private static final int QUEUES_OWN = 1 << 30;
  private static final int HEADER = 36;
  private static final int CRC = 32;
  private static final int ENTRY = 24;
  private static final int RECORDER = -1;

  private final ByteBuffer file;

  /** Bytes of the batches. */
  long bytes;

  int batches;

  /** Records of the kernel program. */
  long events;

  /** Records of the recorder. */
  long own;

  /** Whether the last batch was whole while its document was not yet marked as complete. */
  boolean lastUnmarked;

  /** Reads what is there of a capture of one cycle, which may be growing. */
  CommittedBatches(Path capture) {
    try (Stream<Path> files = Files.list(capture.resolve("000001"))) {
      Path queue = files.filter(path -> path.toString().endsWith(".cq4")).findFirst().get();
      try (FileChannel channel = FileChannel.open(queue)) {
        file = channel.map(MapMode.READ_ONLY, 0, channel.size()).order(ByteOrder.LITTLE_ENDIAN);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    scan();
  }

  private void scan() {
    int at = 0;
    while (at + Integer.BYTES + HEADER <= file.capacity()) {
      int header = file.getInt(at);
      int body = at + Integer.BYTES;
      if (header == 0 || (header & INCOMPLETE) != 0) {
        // Killed between the last byte of a batch and the mark that it is complete.
        lastUnmarked = isBatch(body) && length(body) <= file.capacity() - body && isWhole(body);
        if (lastUnmarked) {
          add(body);
        }
        return;
      }
      int length = header & QUEUES_OWN - 1;
      if (length > file.capacity() - body) {
        return; // written after the file was mapped
      }
      if ((header & QUEUES_OWN) == 0) {
        assertTrue(isBatch(body) && length(body) == length && isWhole(body), "at byte " + at);
        add(body);
      }
      at = body + length + 3 & ~3;
    }
  }

  private boolean isBatch(int at) {
    return file.getInt(at) == ('T' | 'C' << 8 | 'P' << 16 | 'B' << 24)
        && file.getShort(at + 4) == 1;
  }

  private int entries(int at) {
    return Short.toUnsignedInt(file.getShort(at + 6));
  }

  private long length(int at) {
    return HEADER + Integer.toUnsignedLong(file.getInt(at + 12)) + (long) entries(at) * ENTRY;
  }

  private boolean isWhole(int at) {
    CRC32C crc = new CRC32C();
    crc.update(file.slice(at, CRC));
    crc.update(file.slice(at + HEADER, (int) length(at) - HEADER));
    return (int) crc.getValue() == file.getInt(at + CRC);
  }

  private void add(int at) {
    long before = events + own;
    int table = at + HEADER + file.getInt(at + 12);
    for (int entry = table; entry < table + entries(at) * ENTRY; entry += ENTRY) {
      if (file.getInt(entry) == RECORDER) {
        own += file.getInt(entry + 4);
      } else {
        events += file.getInt(entry + 4);
      }
    }
    assertEquals(file.getInt(at + 8), events + own - before, "records of the batch at " + at);
    batches++;
    bytes += length(at);
  }
}
