// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.QueueFile.Document;
import tcplife.event.EndRecord;
import tcplife.event.LossRecord;
import tcplife.event.RecordHeader;

/** What the sequence numbers tell of events that are not there. */
@Timeout(60)
class SequenceAccountTest {
  @TempDir Path temp;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = temp.resolve("cap");
  }

  private static StateFields on(int cpu) {
    return StateFields.ofSocket(1).cpu(cpu);
  }

  @Test
  void whereNothingIsMissingNothingIsCounted() {
    SyntheticCapture.in(path).state(on(0), on(1), on(0)).nextCycle().state(on(1)).end();

    SequenceAccount account = Readings.of(path).sequences();

    assertEquals(0, account.missing());
    assertEquals(2, account.records(0));
    assertEquals(2, account.records(1));
    assertEquals(0, account.records(2));
  }

  @Test
  void aGapIsCountedWithoutAnEndRecord() {
    try (SyntheticCapture capture = SyntheticCapture.in(path)) {
      capture.state(on(0)).lose(0, 5).state(on(0)).batch().lose(1, 7).state(on(1));
    }
    assertEquals(12, Readings.of(path).sequences().missing());
  }

  @Test
  void whatWasLostLastIsCountedByTheEndRecord() {
    SyntheticCapture.in(path).state(on(0)).lose(0, 5).lose(3, 2).end();

    assertEquals(7, Readings.of(path).sequences().missing());
  }

  @Test
  void whatACycleHasNotAsItEndsMayBeInTheNext() {
    try (SyntheticCapture capture = SyntheticCapture.in(path)) {
      capture.state(on(0)).lose(0, 2).nextCycle();
      assertEquals(0, Readings.of(path).sequences().missing(), "of a snapshot, say");
      capture.state(on(0)).batch();
      assertEquals(2, Readings.of(path).sequences().missing());
    }
  }

  @Test
  void ofWhatACycleHasNotAsItEndsOnlyWhatIsToldIsMissing() {
    try (SyntheticCapture capture = SyntheticCapture.in(path)) {
      capture.state(on(0)).lose(0, 5).loss(new LossRecord(1, 2, 3, LossRecord.RING_FULL, 0));
      capture.nextCycle();
    }
    assertEquals(3, Readings.of(path).sequences().missing());
  }

  @Test
  void whereALaterCycleIsTheFirstReadWhatCameBeforeIsNoLoss() {
    SyntheticCapture.in(path)
        .state(on(0), on(0), on(1))
        .nextCycle()
        .state(on(0))
        .lose(0, 4)
        .state(on(0))
        .end();
    try (RecordCursor cursor =
        Capture.open(path).fromCycle(2).records(damage -> fail(damage.toString()))) {
      while (cursor.next()) {
        if (cursor.kind() == RecordHeader.END_KIND) {
          cursor.sequences().end(EndRecord.read(cursor.buffer(), cursor.offset()));
        }
      }
      assertEquals(4, cursor.sequences().missing());
      assertEquals(2, cursor.sequences().records(0));
    }
  }

  @Test
  void aFirstCycleThatIsGoneIsLoss() throws IOException {
    SyntheticCapture.in(path).state(on(0), on(0)).nextCycle().state(on(0)).end();
    Path first = path.resolve("000001");
    try (Stream<Path> files = Files.list(first)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(first);
    assertEquals(2, Readings.of(path).sequences().missing());
  }

  @Test
  void sequencesThatArriveOutOfOrderAreNoLoss() {
    // An interrupted run takes the lower number and may reserve later.
    try (SyntheticCapture capture = SyntheticCapture.in(path)) {
      capture.lose(0, 2).state(on(0)).late(on(0), 1).batch().late(on(0), 0);
    }
    assertEquals(0, Readings.of(path).sequences().missing());
  }

  @Test
  void recordsOfADamagedBatchAreMissing() throws IOException {
    QueueFile file = NumberedBatches.make(path);
    Document second = file.batches().get(1);
    file.zero(second.offset() + 4, second.end());
    file.write();

    assertEquals(NumberedBatches.RECORDS, Readings.of(path).sequences().missing());
  }

  @Test
  void eachRecordingCountsAnewAndTheLossesAddUp() {
    SyntheticCapture.in(path).state(on(0)).lose(0, 5).end();
    SyntheticCapture.in(path).state(on(0)).lose(0, 2).state(on(0)).end();

    SequenceAccount account = Readings.of(path).sequences();

    assertEquals(7, account.missing());
    assertEquals(2, account.records(0), "of the last recording");
  }

  @Test
  void skippedRunsAreToldByTheEndRecordsOfEachRecording() {
    SequenceAccount account = new SequenceAccount();
    account.end(new EndRecord(1, 3, EndRecord.CYCLE, List.of()));
    account.end(new EndRecord(2, 4, EndRecord.STOPPED, List.of()));
    account.startRecording(true);
    account.end(new EndRecord(3, 10, EndRecord.STOPPED, List.of()));

    assertEquals(14, account.skipped());
  }
}
