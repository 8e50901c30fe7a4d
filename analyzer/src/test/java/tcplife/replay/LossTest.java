// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.StateFields;
import tcplife.capture.SyntheticCapture;
import tcplife.event.LossRecord;
import tcplife.event.RecordHeader;
import tcplife.event.TcpState;

/** Which sessions are said to lack transitions, and which not. */
@Timeout(60)
class LossTest {
  private static final long SECOND = 1_000_000_000L;

  @TempDir private Path directory;
  private Path path;
  private SyntheticCapture capture;

  @BeforeEach
  void begin() {
    path = directory.resolve("cap");
    capture = SyntheticCapture.in(path).clock(0, 1_700_000_000 * SECOND, "UTC");
  }

  private StateFields step(long cookie, double time, int from, int to) {
    return StateFields.ofSocket(cookie)
        .at((long) (time * SECOND), from, to)
        .ipv4("10.0.0.1", (int) cookie, "10.0.0.2", 80);
  }

  private void opens(long cookie, double time) {
    capture.state(
        step(cookie, time, TcpState.CLOSE, TcpState.SYN_SENT),
        step(cookie, time, TcpState.SYN_SENT, TcpState.ESTABLISHED));
  }

  private void closes(long cookie, double time) {
    capture.state(step(cookie, time, TcpState.ESTABLISHED, TcpState.CLOSE));
  }

  /** A session that begins and ends in a batch of its own. */
  private void shortOne(long cookie, double time) {
    opens(cookie, time);
    closes(cookie, time);
    capture.batch();
  }

  private List<String> losses() {
    return Run.replay(List.of(path), "-s --open --columns local_port,loss").rows();
  }

  @Test
  void withoutLossAllAreWhole() {
    opens(1, 1);
    shortOne(2, 2);
    opens(3, 3);
    closes(1, 4);
    capture.end();
    assertEquals(List.of("2,none", "1,none", "3,none"), losses());
  }

  @Test
  void thoseThatWereOpenInTheTimeOfALossRecordMayLackSomething() {
    opens(1, 1);
    shortOne(2, 2);
    shortOne(3, 5.5);
    capture.lose(0, 1).loss(loss(5, 6, LossRecord.RING_FULL, 0));
    shortOne(4, 7);
    closes(1, 8);
    opens(5, 9);
    capture.end();
    assertEquals(List.of("2,none", "3,possible", "4,none", "1,possible", "5,none"), losses());
  }

  @Test
  void aLossIsToldWithItsTimeAndItsCause() {
    capture.lose(0, 1).loss(loss(5, 6, LossRecord.RING_FULL, 0));
    capture.lose(0, 1).loss(loss(8, 9, LossRecord.RING_FULL, 0)).end();
    String expected =
        path
            + ": 2 events were lost between 2023-11-14T22:13:25.000Z and "
            + "2023-11-14T22:13:29.000Z, in 2 records: the ring was full";
    assertTrue(Run.replay(List.of(path), "").err().contains(expected));
  }

  private static LossRecord loss(double since, double until, int cause, int cpu) {
    return new LossRecord((long) (since * SECOND), (long) (until * SECOND), 1, cause, cpu);
  }

  @Test
  void whatTheKernelDidNotShowMayBeOfAny() {
    opens(1, 1);
    capture.loss(loss(5, 6, LossRecord.SKIPPED, RecordHeader.NO_CPU));
    shortOne(2, 7);
    capture.end();
    assertEquals(List.of("2,none", "1,possible"), losses());
  }

  @Test
  void aHoleInTheSequenceOfACpuIsALossSinceThatCpuWasSeenLast() {
    shortOne(1, 1);
    opens(2, 2);
    capture.batch();
    shortOne(3, 3);
    capture.lose(0, 1);
    shortOne(4, 4);
    shortOne(5, 5);
    capture.end();
    assertEquals(List.of("1,none", "3,possible", "4,possible", "5,none", "2,possible"), losses());
  }

  @Test
  void aHoleThatTheRecordsJustBehindFillIsNone() {
    shortOne(1, 1);
    capture.lose(0, 1);
    shortOne(2, 1.2);
    capture.late(step(3, 1.2, TcpState.CLOSE, TcpState.SYN_SENT), 3);
    shortOne(4, 4);
    capture.end();
    assertEquals(List.of("1,none", "2,none", "4,none", "3,none"), losses());
  }

  @Test
  void whatTheEndMissesOnACpuIsALoss() {
    shortOne(1, 1);
    shortOne(2, 2);
    capture.lose(0, 1).end();
    assertEquals(List.of("1,none", "2,possible"), losses());
  }

  @Test
  void damageIsALossOfItsTime() throws IOException {
    shortOne(1, 1);
    opens(2, 2);
    capture.batch();
    long hit = length();
    shortOne(3, 20);
    shortOne(4, 30);
    shortOne(5, 40);
    capture.end();
    flip(hit + 64);
    assertEquals(List.of("1,none", "4,possible", "5,none", "2,possible"), losses());
  }

  /** Up to where the queue file is written. */
  private long length() throws IOException {
    byte[] bytes = Files.readAllBytes(file());
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return end;
  }

  private void flip(long offset) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file().toFile(), "rw")) {
      bytes.seek(offset);
      int old = bytes.read();
      bytes.seek(offset);
      bytes.write(old ^ 1);
    }
  }

  private Path file() throws IOException {
    try (var files = Files.newDirectoryStream(path.resolve("000001"), "*.cq4")) {
      return files.iterator().next();
    }
  }

  @Test
  void inTheLastSecondOfAKilledRecorderAnythingMayBeLost() {
    shortOne(1, 1);
    opens(2, 2);
    shortOne(3, 5);
    capture.close();
    assertEquals(List.of("1,none", "3,possible", "2,possible"), losses());
  }

  @Test
  void betweenTwoRecordingsAnythingMayBeLost() {
    shortOne(1, 1);
    opens(2, 2);
    capture.end();
    capture = SyntheticCapture.in(path).clock(10 * SECOND, 0, "UTC");
    shortOne(3, 11);
    shortOne(4, 12);
    closes(2, 13);
    capture.end();
    assertEquals(List.of("1,none", "3,possible", "4,none", "2,possible"), losses());
  }

  @Test
  void certainAndAtTheEndSayMore() {
    capture.state(step(1, 1, TcpState.CLOSE, TcpState.SYN_SENT));
    capture.state(step(1, 2, TcpState.FIN_WAIT1, TcpState.CLOSE));
    opens(2, 3);
    capture.state(step(2, 5, TcpState.CLOSE, TcpState.SYN_SENT));
    shortOne(3, 9);
    capture.end();
    assertEquals(List.of("1,certain", "2,end", "3,none", "2,none"), losses());
  }

  @Test
  void whatBeganUnseenWasOpenInAnyLossBefore() {
    shortOne(1, 1);
    capture.lose(0, 1).loss(loss(2, 3, LossRecord.RING_FULL, 0)).batch();
    shortOne(2, 4);
    closes(3, 5);
    capture.end();
    assertEquals(List.of("1,none", "2,none", "3,possible"), losses());
  }
}
