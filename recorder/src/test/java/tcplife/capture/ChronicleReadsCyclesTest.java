// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cycle is a genuine Chronicle Queue: its own tailer finds the batches that we find. */
@Timeout(60)
class ChronicleReadsCyclesTest {
  @TempDir Path temp;

  /** Read from a copy, since opening a queue may change it. */
  private int documentsByChronicle(Path cycle) throws IOException {
    Path copy = Files.createDirectory(temp.resolve("copy"));
    try (Stream<Path> files = Files.list(cycle)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    int documents = 0;
    try (SingleChronicleQueue queue =
            SingleChronicleQueueBuilder.binary(copy).readOnly(true).build();
        ExcerptTailer tailer = queue.createTailer()) {
      while (true) {
        try (DocumentContext document = tailer.readingDocument()) {
          if (!document.isPresent()) {
            return documents;
          }
          documents++;
        }
      }
    }
  }

  private int batches(Path path) throws IOException {
    return new QueueFile(path).batches().size();
  }

  @Test
  void aSmallCycleThatWasClosed() throws IOException {
    Path path = temp.resolve("cap");
    NumberedBatches.make(path);

    assertEquals(NumberedBatches.BATCHES, documentsByChronicle(path.resolve("000001")));
  }

  @Test
  void aCycleOfManyBatchesAndMappedBlocks() throws IOException {
    Path path = temp.resolve("cap");
    SyntheticCapture capture = SyntheticCapture.in(path);
    for (int i = 0; i < 200_000; i++) {
      capture.state(StateFields.ofSocket(i));
      if (i % 100 == 99) {
        capture.batch();
      }
    }
    capture.end();

    assertEquals(2001, batches(path));
    assertEquals(2001, documentsByChronicle(path.resolve("000001")));
  }

  @Test
  void aCycleThatWasWrittenWithoutChronicle() throws IOException {
    Path cycle = Files.createDirectory(temp.resolve("cycle"));
    int batches = 3000; // more than Chronicle indexes at once
    try (QueueFileWriter queue = new QueueFileWriter(cycle)) {
      RecordBatch batch = new RecordBatch();
      for (int i = 0; i < batches; i++) {
        batch.clear();
        ByteBuffer record = ByteBuffer.wrap(StateFields.ofSocket(i).toRecord(i));
        batch.add(record.order(ByteOrder.LITTLE_ENDIAN), 0);
        queue.append(batch.complete());
      }
      queue.finish();
    }

    assertEquals(batches, documentsByChronicle(cycle));
  }
}
