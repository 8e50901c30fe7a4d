// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.event.ClockRecord;
import tcplife.event.EndRecord;
import tcplife.event.LossRecord;
import tcplife.event.RecordHeader;
import tcplife.event.StateView;
import tcplife.event.TcpState;

@Timeout(60)
class CaptureRoundTripTest {
  @TempDir Path temp;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = temp.resolve("cap");
  }

  @Test
  void recordsOfEveryKindComeBackInOrderOverSeveralCycles() {
    LossRecord loss = new LossRecord(1, 2, 3, LossRecord.RING_FULL, 1);
    StateFields socket = StateFields.ofSocket(77).task(4321, "curl").netns(99);
    SyntheticCapture.in(path)
        .clock(1_000, 1_700_000_000_000_000_000L, "Europe/Berlin")
        .state(socket.at(2_000, TcpState.CLOSE, TcpState.SYN_SENT))
        .nextCycle()
        .clock(3_000, 1_700_000_000_000_002_000L, "Asia/Kathmandu")
        .loss(loss)
        .state(socket.at(4_000, TcpState.SYN_SENT, TcpState.CLOSE).error(111).bytes(5, 6))
        .end();

    List<Object> records = readAll(path);

    assertEquals(
        List.of(
            new ClockRecord(1_000, 1_700_000_000_000_000_000L, 100, 3_600, "Europe/Berlin"),
            "2000 77 4321 99 7>2 error 0",
            new EndRecord(2_000, 0, EndRecord.CYCLE, List.of(new EndRecord.Cpu(1, 0))),
            new ClockRecord(3_000, 1_700_000_000_000_002_000L, 100, 20_700, "Asia/Kathmandu"),
            loss,
            "4000 77 4321 99 2>7 error 111 acked 5 received 6",
            new EndRecord(4_000, 0, EndRecord.STOPPED, List.of(new EndRecord.Cpu(2, 0)))),
        records);
  }

  @Test
  void manyBatchesOfManyRecordsComeBackInOrder() {
    SyntheticCapture capture = SyntheticCapture.in(path);
    int count = 30_000; // several batches of their own, and more than the reader's window
    for (int i = 0; i < count; i++) {
      capture.state(StateFields.ofSocket(i).cpu(i % 3).at(i, TcpState.CLOSE, TcpState.CLOSE));
    }
    capture.end();

    StateView view = new StateView();
    try (RecordCursor cursor = Capture.open(path).records(CaptureRoundTripTest::noDamage)) {
      for (int i = 0; i < count; i++) {
        assertTrue(cursor.next());
        view.wrap(cursor.buffer(), cursor.offset());
        assertEquals(i, view.cookie());
        assertEquals(i % 3, RecordHeader.cpu(cursor.buffer(), cursor.offset()));
        assertEquals(i / 3, RecordHeader.sequence(cursor.buffer(), cursor.offset()));
      }
      assertTrue(cursor.next());
      assertEquals(RecordHeader.END_KIND, cursor.kind());
      assertFalse(cursor.next());
      assertEquals(0, cursor.sequences().missing());
    }
  }

  @Test
  void recordsOfAnUnknownKindAreStepsOfTheirOwnLength() {
    byte[] unknown = new byte[64];
    unknown[RecordHeader.LENGTH] = 64;
    unknown[RecordHeader.KIND] = (byte) 200;
    LossRecord loss = new LossRecord(1, 2, 3, LossRecord.SKIPPED, RecordHeader.NO_CPU);
    SyntheticCapture.in(path).raw(unknown).loss(loss).end();

    assertEquals(List.of("kind 200", loss), readAll(path).subList(0, 2));
  }

  @Test
  void aCaptureThatWasAppendedToNamesBothRecordings() {
    SyntheticCapture.in(path, "boot-a").clock(1, 1, "UTC").end();
    SyntheticCapture.in(path, "boot-b").clock(2, 2, "UTC").end();

    Capture capture = Capture.open(path);

    assertEquals(List.of(1, 2), capture.cycles());
    assertEquals(2, capture.manifest().recordings().size());
    try (RecordCursor cursor = capture.records(CaptureRoundTripTest::noDamage)) {
      cursor.next();
      assertEquals("boot-a", cursor.recording().bootId());
      cursor.next();
      cursor.next();
      assertEquals("boot-b", cursor.recording().bootId());
    }
  }

  private static void noDamage(Damage damage) {
    throw new AssertionError("not expected: " + damage);
  }

  private static List<Object> readAll(Path path) {
    List<Object> records = new ArrayList<>();
    try (RecordCursor cursor = Capture.open(path).records(CaptureRoundTripTest::noDamage)) {
      while (cursor.next()) {
        records.add(
            switch (cursor.kind()) {
              case RecordHeader.STATE_KIND ->
                  text(new StateView().wrap(cursor.buffer(), cursor.offset()));
              case RecordHeader.CLOCK_KIND -> ClockRecord.read(cursor.buffer(), cursor.offset());
              case RecordHeader.LOSS_KIND -> LossRecord.read(cursor.buffer(), cursor.offset());
              case RecordHeader.END_KIND -> EndRecord.read(cursor.buffer(), cursor.offset());
              default -> "kind " + cursor.kind();
            });
      }
    }
    return records;
  }

  private static String text(StateView view) {
    return "%d %d %d %d %d>%d error %d%s"
        .formatted(
            view.time(),
            view.cookie(),
            view.pid(),
            view.netns(),
            view.oldState(),
            view.newState(),
            view.error(),
            view.hasCounters()
                ? " acked " + view.bytesAcked() + " received " + view.bytesReceived()
                : "");
  }
}
