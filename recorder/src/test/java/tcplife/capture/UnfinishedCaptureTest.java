// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tcplife.capture.NumberedBatches.BATCHES;
import static tcplife.capture.NumberedBatches.allCookies;
import static tcplife.capture.NumberedBatches.cookiesBefore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.QueueFile.Document;

/** Captures whose recorder is at work still, or was killed. */
@Timeout(60)
class UnfinishedCaptureTest {
  private static final int BEING_WRITTEN = 1 << 31;

  @TempDir Path temp;
  private Path path;
  private QueueFile file;
  private Document last;

  @BeforeEach
  void makeCapture() throws IOException {
    path = temp.resolve("cap");
    file = NumberedBatches.make(path);
    last = file.batches().get(BATCHES - 1);
  }

  @Test
  void aBatchThatIsBeingWrittenEndsTheReadingQuietly() throws IOException {
    file.bytes.putInt(last.offset(), BEING_WRITTEN);
    // The records come first, the header in front of them last.
    for (int zeroes = 1; zeroes < last.end() - last.offset() - 4; zeroes += 8) {
      file.zero(last.offset() + 4, last.offset() + 4 + Math.min(zeroes, BatchLayout.HEADER_SIZE));
      file.zero(last.end() - zeroes, last.end());
      file.write();

      Readings readings = Readings.of(path);

      assertEquals(cookiesBefore(BATCHES - 1), readings.cookies());
      assertEquals(List.of(), readings.damages());
    }
  }

  @Test
  void aBatchThatIsWholeButNotYetSaidToBeIsReadQuietly() throws IOException {
    file.bytes.putInt(last.offset(), BEING_WRITTEN);
    file.write();

    Readings readings = Readings.of(path);

    assertEquals(allCookies(), readings.cookies());
    assertEquals(List.of(), readings.damages());
  }

  @Test
  void aFileCutOffBetweenBatchesEndsQuietly() throws IOException {
    for (int batches = 1; batches < BATCHES; batches++) {
      file.write(file.batches().get(batches).offset());

      Readings readings = Readings.of(path);

      assertEquals(cookiesBefore(batches), readings.cookies());
      assertEquals(List.of(), readings.damages());
      assertEquals(List.of(), readings.ends());
    }
  }

  @Test
  void aFileCutOffWhileABatchWasBeingWrittenEndsQuietly() throws IOException {
    file.bytes.putInt(last.offset(), BEING_WRITTEN);
    for (int length = last.offset(); length < last.end(); length += 7) {
      file.write(length);

      Readings readings = Readings.of(path);

      assertEquals(cookiesBefore(BATCHES - 1), readings.cookies());
      assertEquals(List.of(), readings.damages());
    }
  }

  @Test
  void aFileThatLostTheEndOfAWrittenBatchIsDamaged() throws IOException {
    for (int length = last.offset() + 4; length < last.end(); length += 7) {
      file.write(length);

      Readings readings = Readings.of(path);

      assertEquals(cookiesBefore(BATCHES - 1), readings.cookies());
      assertEquals(
          List.of(new Damage(file.file, last.offset(), "unreadable up to the end")),
          readings.damages());
    }
  }

  /** All that a recording had may have been cut off, and another may follow. */
  @Test
  void aFileWithoutABatchIsToldOf() throws IOException {
    for (int length : List.of(0, file.batches().get(0).offset())) {
      file.write(length);

      Readings readings = Readings.of(path);

      assertEquals(List.of(), readings.cookies());
      assertEquals(
          List.of(new Damage(CycleFiles.directory(path, 1), 0, "has no records")),
          readings.damages());
    }
  }

  @Test
  void aCaptureWhoseRecorderDidNotStopInOrderHasNoEnd() {
    Path killed = temp.resolve("killed");
    try (SyntheticCapture capture = SyntheticCapture.in(killed)) {
      capture.state(StateFields.ofSocket(1));
    }

    Readings readings = Readings.of(killed);

    assertEquals(List.of(1L), readings.cookies());
    assertEquals(List.of(), readings.ends());
    assertEquals(List.of(), readings.damages());
  }
}
