// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Manifest.Recording;
import tcplife.event.EndRecord;

/** A capture that is made of records at hand. */
@Timeout(60)
class NewCaptureTest {
  private static final Recording RECORDING =
      new Recording(7, "started", "boot", "kernel", "Europe/Berlin", "tool", List.of("a", "b"));

  @TempDir Path temp;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = temp.resolve("cap");
  }

  private static void append(NewCapture capture, long cookie, int cpu, long sequence) {
    StateFields fields = StateFields.ofSocket(cookie).cpu(cpu).at(cookie, 7, 2);
    ByteBuffer record = ByteBuffer.wrap(fields.toRecord(sequence)).order(ByteOrder.LITTLE_ENDIAN);
    capture.append(record, 0);
  }

  private static void end(NewCapture capture, int reason) {
    ByteBuffer record = ByteBuffer.allocate(EndRecord.size(0)).order(ByteOrder.LITTLE_ENDIAN);
    new EndRecord(1, 0, reason, List.of()).write(record, 0);
    capture.append(record, 0);
  }

  @Test
  void recordsOfManyBatchesAndCpusComeBackInOrder() {
    int count = 30_000;
    try (NewCapture capture = NewCapture.at(path)) {
      capture.startRecording(RECORDING);
      for (int i = 0; i < count; i++) {
        append(capture, i, i % 5, i / 5);
      }
      end(capture, EndRecord.STOPPED);
      capture.complete("host", "json", null);
    }

    Readings readings = Readings.of(path);

    assertEquals(LongStream.range(0, count).boxed().toList(), readings.cookies());
    assertEquals(List.of(), readings.damages());
    assertEquals(0, readings.sequences().missing());
    assertEquals(count / 5, readings.sequences().records(4));
  }

  @Test
  void eachEndAndEachRecordingBeginsACycleAndTheManifestNamesIts() {
    try (NewCapture capture = NewCapture.at(path)) {
      capture.startRecording(RECORDING);
      append(capture, 1, 0, 0);
      end(capture, EndRecord.CYCLE);
      append(capture, 2, 0, 1);
      capture.startRecording(RECORDING);
      append(capture, 3, 0, 0);
      capture.complete("host", "", null);
    }

    Capture capture = Capture.open(path);

    assertEquals(List.of(1, 2, 3), capture.cycles());
    assertEquals(List.of(RECORDING.from(1), RECORDING.from(3)), capture.manifest().recordings());
    assertEquals(List.of(1L, 2L, 3L), Readings.of(path).cookies());
  }

  @Test
  void onlyItsOwnerMayReadIt() throws IOException {
    Files.createDirectory(path);
    try (NewCapture capture = NewCapture.at(path)) {
      capture.startRecording(RECORDING);
      append(capture, 1, 0, 0);
      capture.complete("host", "", null);
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.toList()) {
        assertEquals(
            Files.isDirectory(each) ? "rwx------" : "rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(each)),
            each.toString());
      }
    }
  }

  @Test
  void oneThatWasNotCompletedLeavesNothingBehind() throws IOException {
    try (NewCapture capture = NewCapture.at(path)) {
      capture.startRecording(RECORDING);
      append(capture, 1, 0, 0);
      end(capture, EndRecord.CYCLE);
      append(capture, 2, 0, 0);
    }
    try (Stream<Path> left = Files.list(temp)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void whatIsThereAlreadyIsNotTouched() throws IOException {
    Files.createDirectory(path);
    Files.writeString(path.resolve("a"), "text");
    Path file = Files.writeString(temp.resolve("file"), "text");
    Path link = Files.createSymbolicLink(temp.resolve("link"), temp.resolve("nowhere"));

    assertRefused(path, ": exists already, and is not empty");
    assertRefused(file, ": exists already");
    assertRefused(link, ": exists already");
    assertRefused(temp.resolve("none/cap"), ": cannot be made: no such file or directory");
  }

  @Test
  void nothingIsMadeInACapture() throws IOException {
    try (NewCapture capture = NewCapture.at(path)) {
      capture.startRecording(RECORDING);
      append(capture, 1, 0, 0);
      capture.complete("host", "", null);
    }
    String reason = ": is within a capture, " + path.toRealPath();
    assertRefused(path.resolve("sub"), reason);
    assertRefused(path.resolve("000001/sub"), reason);
    Path link = Files.createSymbolicLink(temp.resolve("link"), path);
    assertRefused(link.resolve("sub"), reason);
  }

  private static void assertRefused(Path path, String reason) {
    CaptureException refused =
        assertThrows(CaptureException.class, () -> NewCapture.at(path).close());
    assertEquals(path + reason, refused.getMessage());
  }

  @Test
  void aRecorderDoesNotGoOnWithIt() {
    try (NewCapture capture = NewCapture.at(path)) {
      capture.startRecording(RECORDING);
      append(capture, 1, 0, 0);
      capture.complete("host", "json", null);
    }
    CaptureException refused =
        assertThrows(CaptureException.class, () -> SyntheticCapture.in(path));
    assertEquals(
        path + ": is a cut, an import or a snapshot, and cannot be recorded into",
        refused.getMessage());
  }

  @Test
  void gapsInACutAreNoLossButMissingRecordsAre() throws IOException {
    Cut cut = new Cut("id", List.of("--port=80"), 3, 12, 4, 1);
    try (NewCapture capture = NewCapture.at(path)) {
      capture.startRecording(RECORDING);
      append(capture, 1, 0, 7);
      append(capture, 2, 1, 1000);
      end(capture, EndRecord.STOPPED);
      capture.complete("host", "", cut);
    }

    SequenceAccount account = Readings.of(path).sequences();
    assertEquals(0, account.missing());
    assertEquals(cut, account.cut());

    QueueFile file = new QueueFile(path);
    QueueFile.Document batch = file.batches().get(0);
    file.zero(batch.offset() + 4, batch.end());
    file.write();
    assertEquals(3, Readings.of(path).sequences().missing());
  }
}
