// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.capture.Manifest;
import tcplife.capture.SealedFile;
import tcplife.capture.Sealing;
import tcplife.capture.Seals;
import tcplife.cli.ExitCode;
import tcplife.replay.Run;

/** Which cycles {@code tcplife verify} misses, and which it knows that a limit dropped. */
class MissingCyclesTest {
  @TempDir Path directory;

  private Path sealed() {
    return SealedCapture.sealed(directory.resolve("cap"), null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1|cycles before 2 are missing",
        "3|cycle 3 is missing",
      })
  void aCycleThatIsDeletedIsMissed(String cycleAndMessage) throws IOException {
    String[] parts = cycleAndMessage.split("[|]");
    Path capture = sealed();
    Files.delete(SealedCapture.file(capture, Integer.parseInt(parts[0])));
    SealedCapture.assertAltered(capture, parts[1]);
  }

  /**
   * A recorder that was killed between two cycles leaves the same; the root tells the difference.
   */
  @Test
  void theLastCycleThatIsDeletedIsMissed() throws IOException {
    Path capture = sealed();
    String root = SealedCapture.root(capture);
    Files.delete(SealedCapture.file(capture, 5));
    SealedCapture.assertIncomplete(capture, "cycles after 4 are missing");
    assertEquals(ExitCode.ALTERED, SealedCapture.verify(capture, "--expect", root).code());
  }

  @Test
  void cyclesThatALimitDroppedAreToldByALaterSeal() {
    Path capture = directory.resolve("cap");
    SealedCapture.write(capture, 443);
    Seals.seal(capture, null, 3);
    Run run = SealedCapture.verify(capture);
    assertEquals(ExitCode.OK, run.code(), run::out);
    assertTrue(
        run.out().contains("cycles before 3 were dropped by a limit, as the seal of cycle 3 says"),
        run::out);
  }

  /** Its seal tells that, and the next one may never come. */
  @Test
  void aCycleThatWasDroppedUnsealedIsNotMissedThoughTheRecorderWasKilled() {
    Path capture = directory.resolve("cap");
    SealedCapture.write(capture, 443);
    Sealing.drop(capture, 1);
    Sealing.drop(capture, 2);
    Run run = SealedCapture.verify(capture);
    assertEquals(ExitCode.INCOMPLETE, run.code(), run::out);
    assertFalse(run.out().contains("ALTERED"), run::out);
    assertTrue(run.out().contains("cycles before 2 were dropped by a limit"), run::out);
    String dropped = "cycle 2 was dropped by a limit before it could be sealed\n";
    assertTrue(run.out().contains(dropped), run::out);
    assertEquals(List.of(), Run.of("replay", capture.toString()).messages());

    Seals.seal(capture, null, 0);
    run = SealedCapture.verify(capture);
    assertEquals(ExitCode.OK, run.code(), run::out);
    assertTrue(run.out().contains("cycles before 3 were dropped by a limit"), run::out);
  }

  /** A limit keeps the newest that is closed. */
  @Test
  void whatIsDeletedBehindADroppedCycleIsMissed() throws IOException {
    Path capture = directory.resolve("cap");
    SealedCapture.write(capture, 443);
    Sealing.drop(capture, 1);
    Sealing.drop(capture, 2);
    for (int cycle = 3; cycle <= 5; cycle++) {
      SealedCapture.delete(capture.resolve("00000" + cycle));
    }
    SealedCapture.assertIncomplete(capture, "cycles after 2 are missing");
  }

  /** Of those that a limit drops, one cannot be removed. */
  @Test
  void aDroppedCycleThatIsLeftIsNoAlteration() throws IOException {
    Path capture = sealed();
    String root = SealedFile.of(capture, 3).hash();
    Path left = SealedCapture.file(capture, 2);
    Path copy = Files.copy(left, directory.resolve("copy"));
    SealedCapture.write(capture, 443);
    Seals.seal(capture, null, 4);
    Files.move(copy, left);
    Run run = SealedCapture.verify(capture);
    assertEquals(ExitCode.OK, run.code(), run::out);
    assertTrue(run.out().contains("cycle 3 is gone, dropped by a limit"), run::out);
    run = SealedCapture.verify(capture, "--expect", "3:" + root);
    assertEquals(ExitCode.INCOMPLETE, run.code(), run::out);
    // Whoever altered it could have added the seal that says so.
    run = SealedCapture.verify(capture, "--expect", SealedFile.of(capture, 5).hash());
    assertEquals(ExitCode.INCOMPLETE, run.code(), run::out);
    assertTrue(run.out().contains("no root vouches for the cycles before 4"), run::out);

    Files.delete(SealedCapture.file(capture, 5));
    SealedCapture.assertAltered(capture, "cycle 5 is missing");
  }

  /** Until the next recorder settles it, no root is for good. */
  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void aCycleIsNotIntactWhileItIsThereTwice(int cycle) {
    Path capture = directory.resolve("cap");
    SealedCapture.write(capture, 443);
    Path copy = directory.resolve("00000" + cycle);
    SealedCapture.copy(capture.resolve("00000" + cycle), copy);
    Seals.seal(capture, null, 0);
    SealedCapture.copy(copy, capture.resolve("00000" + cycle));
    SealedCapture.assertIncomplete(
        capture, "cycle " + cycle + " is there sealed and as it was recorded");
    Seals.sealWhatCanBe(capture, null, () -> 0);
    assertEquals(ExitCode.OK, SealedCapture.verify(capture).code());
  }

  /** Its files made room for the seal that tells it, and the recorder was killed then. */
  @Test
  void aCycleOfWhichOnlyTheDirectoryIsLeftIsNoAlteration() throws IOException {
    Path capture = directory.resolve("cap");
    SealedCapture.write(capture, 443);
    SealedCapture.delete(capture.resolve("000001"));
    Files.createDirectory(capture.resolve("000001"));
    SealedCapture.assertIncomplete(capture, "cycle 1 is not sealed");
    Seals.seal(capture, null, 3);
    assertEquals(ExitCode.OK, SealedCapture.verify(capture).code());
  }

  /** It was, and is broken. */
  @Test
  void aSealThatIsCutOffIsNoCycleThatWasNotSealed() throws IOException {
    Path capture = sealed();
    Path file = SealedCapture.file(capture, 2);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) - 1));
    Run run = SealedCapture.verify(capture);
    assertEquals(ExitCode.ALTERED, run.code(), run::out);
    assertFalse(run.out().contains("is not sealed:"), run::out);
  }

  @Test
  void aRootThatIsAnotherCyclesIsTold() throws IOException {
    Path capture = sealed();
    Run run = SealedCapture.verify(capture, "--expect", "1:" + SealedFile.of(capture, 2).hash());
    assertEquals(ExitCode.INCOMPLETE, run.code(), run::out);
    assertTrue(run.out().contains("expected of cycle 1 is that of cycle 2"), run::out);
  }

  /** That the head is gone is no excuse: only that a seal says by what. */
  @Test
  void aRootOfACycleThatWasDeletedIsMissed() throws IOException {
    Path capture = sealed();
    String root = SealedFile.of(capture, 1).hash();
    Files.delete(SealedCapture.file(capture, 1));
    Run run = SealedCapture.verify(capture, "--expect", root);
    assertEquals(ExitCode.ALTERED, run.code(), run::out);
    assertTrue(run.out().contains("ALTERED: no seal has the root that was expected"), run::out);
  }

  @Test
  void whereThereIsNothingNothingIsIntact() throws IOException {
    Path capture = sealed();
    for (int cycle = 1; cycle <= SealedCapture.CYCLES; cycle++) {
      Files.delete(SealedCapture.file(capture, cycle));
    }
    Path manifest = capture.resolve(Manifest.FILE);
    Files.writeString(
        manifest, "{\"format\": 1, \"id\": \"\", \"host\": \"\", \"recordings\": []}");
    SealedCapture.assertIncomplete(capture, "it has no cycles");
  }

  /** Its recorder was killed between the seal that tells it and the removal. */
  @Test
  void aDamagedCycleThatIsAboutToBeDroppedIsNoAlteration() throws IOException {
    Path capture = directory.resolve("cap");
    SealedCapture.write(capture, 443);
    Path head = capture.resolve("000001");
    Path copy = directory.resolve("000001");
    Seals.damage(head);
    SealedCapture.copy(head, copy);
    AtomicInteger asked = new AtomicInteger();
    Seals.sealWhatCanBe(capture, null, () -> asked.getAndIncrement() == 0 ? 0 : 2);
    assertFalse(Files.exists(head));
    SealedCapture.copy(copy, head);
    SealedCapture.assertIncomplete(capture, "cycle 1 is not sealed");
  }

  /** With no limit, and with one that drops fewer than are gone. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3})
  void whatIsDeletedAtTheHeadIsMissedThoughTheRecordingGoesOn(int oldest) throws IOException {
    Path capture = sealed();
    for (int cycle = 1; cycle <= 3; cycle++) {
      Files.delete(SealedCapture.file(capture, cycle));
    }
    SealedCapture.write(capture, 443);
    Seals.seal(capture, null, oldest);
    SealedCapture.assertAltered(
        capture, "cycles before 4 are missing; no seal says that they may be");
  }
}
