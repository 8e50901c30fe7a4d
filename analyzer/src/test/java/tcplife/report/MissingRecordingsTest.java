// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Manifest;
import tcplife.capture.Seals;
import tcplife.cli.ExitCode;
import tcplife.replay.Run;

/** What {@code tcplife verify} misses where recorders went on with a capture. */
class MissingRecordingsTest {
  @TempDir Path directory;

  private Path sealed() {
    return SealedCapture.sealed(directory.resolve("cap"), null);
  }

  @Test
  void aRecordingThatWasAddedIsNone() throws IOException {
    Path capture = sealed();
    Path manifest = capture.resolve(Manifest.FILE);
    String added = "}, {\"first_cycle\": 99, \"started\": \"then\"} ]";
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.replace("} ]", added));
    SealedCapture.assertIncomplete(
        capture, "nothing is there of the recording that began then, with cycle 99");
  }

  @Test
  void theLastCycleThatIsDeletedIsMissedThoughAnotherHasItsNumber() throws IOException {
    Path capture = sealed();
    Files.delete(SealedCapture.file(capture, 5));
    SealedCapture.write(capture, 443);
    Seals.seal(capture, null, 0);
    SealedCapture.assertIncomplete(capture, "cycles after 4 are missing");
  }

  @Test
  void aRecordingOfWhichAllIsDeletedIsMissedThoughAnotherHasItsNumbers() throws IOException {
    Path capture = sealed();
    SealedCapture.write(capture, 443);
    Seals.seal(capture, null, 0);
    for (int cycle = 6; cycle <= 10; cycle++) {
      Files.delete(SealedCapture.file(capture, cycle));
    }
    SealedCapture.write(capture, 443);
    Seals.seal(capture, null, 0);
    SealedCapture.assertIncomplete(
        capture, "nothing is there of the recording that began 2026-11-24T18:00:00");
  }

  @Test
  void aRecordingOfWhichAllIsDeletedIsMissedThoughItsNumberIsOfNoneSince() throws IOException {
    Path capture = sealed();
    SealedCapture.write(capture, 443);
    Seals.seal(capture, null, 0);
    for (int cycle = 6; cycle <= 10; cycle++) {
      Files.delete(SealedCapture.file(capture, cycle));
    }
    Seals.sealWhatCanBe(capture, null, () -> 3);
    String what = "nothing is there of the recording that began 2026-11-24T18:00:00";
    SealedCapture.assertIncomplete(capture, what);
    SealedCapture.write(capture, 443);
    Seals.seal(capture, null, 0);
    SealedCapture.assertIncomplete(capture, what);
  }

  /** The disk had no room as it began. */
  @Test
  void aRecordingWhoseFirstNumberIsOfNoneIsNotMissedIfItHasALaterOne() throws IOException {
    Path capture = sealed();
    Path manifest = capture.resolve(Manifest.FILE);
    String begun = "}, {\"first_cycle\": 6, \"started\": \"then\"} ]";
    Files.writeString(manifest, Files.readString(manifest).replace("} ]", begun));
    Seals.sealWhatCanBe(capture, null, () -> 3);
    SealedCapture.assertIncomplete(
        capture, "nothing is there of the recording that began then, with cycle 6");
    byte[] same = Files.readAllBytes(manifest);
    SealedCapture.write(capture, 443);
    Files.write(manifest, same);
    Seals.seal(capture, null, 0);
    Run run = SealedCapture.verify(capture);
    assertEquals(ExitCode.OK, run.code(), run::out);
    assertTrue(run.out().contains("6 is no cycle"), run::out);
  }

  /** By the recording that has the cycles before, and by the one that has none. */
  @Test
  void whatIsMissingIsToldOnce() throws IOException {
    Path capture = directory.resolve("cap");
    SealedCapture.write(capture, 443);
    SealedCapture.delete(capture.resolve("000005"));
    Seals.seal(capture, null, 0);
    Path manifest = capture.resolve(Manifest.FILE);
    String begun = "}, {\"first_cycle\": 5, \"started\": \"then\"} ]";
    Files.writeString(manifest, Files.readString(manifest).replace("} ]", begun));
    Seals.sealWhatCanBe(capture, null, () -> 3);
    Run run = SealedCapture.verify(capture);
    assertEquals(ExitCode.INCOMPLETE, run.code(), run::out);
    assertEquals(2, run.out().split("cycles after 4 are missing", -1).length, run::out);
  }
}
