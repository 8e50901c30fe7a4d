// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a limit does not keep goes as a recording goes on, and a seal tells it before. */
@Timeout(60)
class RoomAtStartTest {
  @TempDir Path temp;
  private Path path;

  /** Three cycles that are not sealed. */
  @BeforeEach
  void makeCapture() {
    path = temp.resolve("cap");
    record();
  }

  private void record() {
    SyntheticCapture capture = SyntheticCapture.in(path);
    for (int cycle = 1; cycle <= 3; cycle++) {
      capture.clock(cycle, cycle, "UTC").state(StateFields.ofSocket(cycle)).batch();
      if (cycle < 3) {
        capture.nextCycle();
      }
    }
    capture.end();
  }

  private Seal seal(int cycle) {
    return SealedFile.of(path, cycle).seal();
  }

  private List<String> keepFrom(int oldest) {
    return Seals.sealWhatCanBe(path, null, () -> oldest);
  }

  private List<Damage> damages() {
    List<Damage> damages = new ArrayList<>();
    Sealing.records(path, damages);
    return damages;
  }

  @Test
  void aSealOfNoCycleTellsItWhereAllIsSealed() {
    Sealing.seal(path);
    String before = SealedFile.of(path, 3).hash();
    List<String> said = keepFrom(3);
    assertEquals(List.of(path + ": cycles before 3 were dropped by a limit"), said);
    assertEquals(List.of(3, 4), CycleFiles.in(path));
    assertEquals(Seal.NONE, seal(4).ending());
    assertEquals(3, seal(4).oldest());
    assertEquals(before, seal(4).previous());
    assertEquals(List.of(), damages());
  }

  @Test
  void theSealOfWhatWasLeftTellsItToo() throws Exception {
    CycleSealer sealer = Sealing.sealer(path, null, 0);
    sealer.seal(1);
    sealer.seal(2);
    List<String> said = keepFrom(3);
    assertEquals(path + ": cycles before 3 were dropped by a limit", said.get(1), said::toString);
    assertEquals(List.of(3), CycleFiles.in(path));
    assertEquals(3, seal(3).oldest());
  }

  @Test
  void nothingIsSealedWhereNothingIsToGo() {
    Sealing.seal(path);
    assertEquals(List.of(), keepFrom(0));
    assertEquals(List.of(), keepFrom(1));
    assertEquals(List.of(1, 2, 3), CycleFiles.in(path));
  }

  /** A recorder that finds no room may be started again and again. */
  @Test
  void theLastCycleThatWasRecordedStays() {
    Sealing.seal(path);
    keepFrom(99);
    keepFrom(99);
    assertEquals(List.of(3, 4), CycleFiles.in(path));
    record();
    keepFrom(99);
    assertEquals(List.of(7), CycleFiles.in(path));
  }

  @Test
  void aRecordingThatGoesOnTakesTheNextNumber() {
    Sealing.seal(path);
    keepFrom(3);
    record();
    assertEquals(List.of(3, 4, 5, 6, 7), CycleFiles.in(path));
    assertEquals(
        5, ManifestFile.read(path.resolve(Manifest.FILE)).recordings().get(1).firstCycle());
    assertEquals(List.of(), damages());
  }

  @Test
  void whatWasToldAndNotDroppedGoesWithoutAnotherSeal() throws IOException {
    Sealing.seal(path);
    byte[] second = Files.readAllBytes(CycleFiles.sealed(path, 2));
    keepFrom(3);
    Files.write(CycleFiles.sealed(path, 2), second);
    keepFrom(3);
    assertEquals(List.of(3, 4), CycleFiles.in(path));
  }

  /** Without a seal that tells it nothing goes, whatever was tried before. */
  @Test
  void whatIsLeftIsSealedBeforeIfThereIsTooLittleRoom() throws IOException {
    Seals.damage(CycleFiles.directory(path, 3));
    List<String> said = new ArrayList<>();
    try (CaptureDirectory directory = CaptureDirectory.prepare(path, Files::createDirectory, true);
        Sealer sealer = new Sealer(directory, null, () -> 3, () -> {}, said::add)) {
      sealer.begin(() -> false);
      assertEquals(List.of(3, 4), CycleFiles.in(path), said::toString);
      assertEquals(5, directory.nextCycleNumber());
    }
    assertEquals(Seal.NONE, seal(4).ending());
    assertEquals(List.of(3), seal(4).unsealed());
  }

  @Test
  void whatIsLeftWaitsIfThereIsRoom() {
    CountDownLatch begun = new CountDownLatch(1);
    Runnable waits = () -> assertDoesNotThrow(() -> begun.await());
    List<String> said = new ArrayList<>();
    try (CaptureDirectory directory = CaptureDirectory.prepare(path, Files::createDirectory, true);
        Sealer sealer = new Sealer(directory, null, () -> 3, waits, said::add)) {
      sealer.begin(() -> true);
      assertEquals(List.of(1, 2, 3), CycleFiles.in(path));
      begun.countDown();
      sealer.finish(() -> false);
    }
    assertEquals(List.of(3), CycleFiles.in(path), said::toString);
    assertEquals(Seal.LEFT, seal(3).ending());
  }

  /** Where somebody else took the room that was made. */
  @Test
  void roomIsMadeAgainWhileNothingIsRecorded() {
    Sealing.seal(path);
    AtomicInteger oldest = new AtomicInteger();
    try (CaptureDirectory directory = CaptureDirectory.prepare(path, Files::createDirectory, true);
        Sealer sealer = new Sealer(directory, null, oldest::get, () -> {}, said -> {})) {
      sealer.begin(() -> true);
      oldest.set(2);
      sealer.makeRoom();
      assertEquals(List.of(2, 3, 4), CycleFiles.in(path));
      oldest.set(3);
      sealer.makeRoom();
      assertEquals(List.of(3, 4, 5), CycleFiles.in(path));
      assertEquals(6, directory.nextCycleNumber());
    }
    assertEquals(3, seal(5).oldest());
  }

  /** What waits is sealed by another thread, which tells it. */
  @Test
  void roomIsNotMadeByTwo() {
    CountDownLatch begun = new CountDownLatch(1);
    try (CaptureDirectory directory = CaptureDirectory.prepare(path, Files::createDirectory, true);
        Sealer sealer =
            new Sealer(
                directory, null, () -> 3, () -> assertDoesNotThrow(() -> begun.await()), x -> {})) {
      sealer.begin(() -> true);
      sealer.makeRoom();
      assertEquals(List.of(1, 2, 3), CycleFiles.in(path));
      begun.countDown();
    }
  }

  /** No file can be made there, as on a disk that is full. */
  @Test
  void nothingGoesWithoutTheSealThatTellsIt() throws IOException {
    Sealing.seal(path);
    List<String> said = new ArrayList<>();
    try (CaptureDirectory directory = CaptureDirectory.prepare(path, Files::createDirectory, true);
        Sealer sealer = new Sealer(directory, null, () -> 3, () -> {}, said::add)) {
      Path inTheWay = Files.createDirectory(CycleFiles.sealed(path, 4));
      Files.createFile(inTheWay.resolve("a file"));
      sealer.begin(() -> false);
      assertEquals(4, directory.nextCycleNumber());
    }
    assertEquals(List.of(1, 2, 3), CycleFiles.in(path), said::toString);
    assertFalse(Files.exists(CycleFiles.draft(path, 4)));
    assertTrue(said.get(0).contains(": nothing is dropped for a limit: "), said::toString);
  }

  /** Another's seal may tell what it likes. */
  @Test
  void whoHasAKeyTellsItAnew() throws Exception {
    Sealing.seal(path);
    byte[] second = Files.readAllBytes(CycleFiles.sealed(path, 2));
    keepFrom(3);
    Files.write(CycleFiles.sealed(path, 2), second);
    SigningKey key = SigningKeyTest.key(temp);
    Seals.sealWhatCanBe(path, key, () -> 3);
    assertEquals(List.of(3, 4, 5), CycleFiles.in(path));
    assertTrue(SealedFile.of(path, 5).isOf(key));
  }
}
