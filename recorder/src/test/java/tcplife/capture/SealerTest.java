// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Manifest.Recording;

/** Sealing goes on whatever it meets, and makes no seal that others would call an alteration. */
@Timeout(60)
class SealerTest {
  @TempDir Path temp;
  private Path path;

  /** Three cycles that are not sealed. */
  @BeforeEach
  void makeCapture() {
    path = temp.resolve("cap");
    record(path);
  }

  private static void record(Path into) {
    SyntheticCapture capture = SyntheticCapture.in(into);
    for (int cycle = 1; cycle <= 3; cycle++) {
      capture.clock(cycle, cycle, "UTC");
      for (int i = 0; i < 4; i++) {
        capture.state(StateFields.ofSocket(cycle * 10 + i)).batch();
      }
      if (cycle < 3) {
        capture.nextCycle();
      }
    }
    capture.end();
  }

  private Seal seal(int cycle) {
    return SealedFile.of(path, cycle).seal();
  }

  private String hash(int cycle) {
    return SealedFile.of(path, cycle).hash();
  }

  private void sealAllBut(int damaged) throws IOException, BlockException {
    CycleSealer sealer = Sealing.sealer(path, null, 0);
    for (int cycle = 1; cycle <= 3; cycle++) {
      int each = cycle;
      if (cycle == damaged) {
        assertThrows(BlockException.class, () -> sealer.seal(each));
      } else {
        sealer.seal(each);
      }
    }
  }

  /** Each seal names the one before, so that none comes in between. */
  @Test
  void whatWasLeftOutStaysLeftOutThoughItCanBeReadAgain() throws IOException, BlockException {
    byte[] whole = Seals.damage(CycleFiles.directory(path, 2));
    sealAllBut(2);
    Files.write(CycleFiles.queueFile(path, 2), whole);
    record(path);
    List<String> said = Seals.sealWhatCanBe(path, null, () -> 0);
    assertFalse(CycleFiles.hasSealed(path, 2));
    assertEquals(hash(3), seal(4).previous());
    assertEquals(List.of(2), seal(4).unsealed());
    assertTrue(said.get(0).endsWith("000002: stays unsealed, since later cycles are sealed"));
  }

  @Test
  void aDamagedCycleThatALimitDropsGetsNoSealAfterLaterOnes() throws IOException, BlockException {
    Seals.damage(CycleFiles.directory(path, 2));
    sealAllBut(2);
    record(path);
    Seals.sealWhatCanBe(path, null, () -> 3);
    assertEquals(List.of(3, 4, 5, 6), CycleFiles.in(path));
    assertEquals(hash(3), seal(4).previous());
  }

  /** Where a directory could not be removed, or the disk did not take the name. */
  @Test
  void aCycleThatHasItsSealGetsNoOther() throws IOException, BlockException {
    CycleSealer sealer = Sealing.sealer(path, null, 0);
    sealer.seal(1);
    sealer.seal(2);
    byte[] sealed = Files.readAllBytes(CycleFiles.sealed(path, 2));
    Files.createDirectory(CycleFiles.directory(path, 2));
    assertTrue(sealer.seal(2));
    assertArrayEquals(sealed, Files.readAllBytes(CycleFiles.sealed(path, 2)));
    assertFalse(Files.exists(CycleFiles.directory(path, 2)));
  }

  @Test
  void aSealThatCannotBeReadStopsNoRecorder() throws IOException {
    Sealing.seal(path);
    Path last = CycleFiles.sealed(path, 3);
    Files.write(last, new byte[] {1, 2, 3});
    record(path);
    List<String> said = Seals.sealWhatCanBe(path, null, () -> 0);
    assertEquals(hash(2), seal(4).previous());
    assertEquals(last + ": no seal at its end; the next seal follows the one before", said.get(0));
  }

  @Test
  void aFailureOfAnyKindLeavesTheRestUnsealedAndIsTold() {
    List<String> said =
        Seals.sealWhatCanBe(
            path,
            null,
            () -> {
              throw new UncheckedIOException(new IOException("planted"));
            });
    assertEquals(List.of(1, 2, 3), CycleFiles.in(path));
    String planted = CycleFiles.directory(path, 1) + ": not sealed yet: java.io.IOException: ";
    assertTrue(said.contains(planted + "planted"), said::toString);
  }

  /** No file can be made there. */
  @Test
  void nothingIsDroppedThatNoSealTells() throws IOException, BlockException {
    Path draft = Files.createDirectory(CycleFiles.draft(path, 1));
    Path inTheWay = Files.createFile(draft.resolve("in the way"));
    CycleSealer sealer = Sealing.sealer(path, null, 3);
    assertThrows(IOException.class, () -> sealer.seal(1));
    assertNotNull(CycleFiles.queueFile(path, 1));
    Files.delete(inTheWay);
    Files.delete(draft);
    assertTrue(sealer.seal(1));
    assertEquals(Seal.DROPPED, seal(1).ending());
  }

  /** What is between is there yet, and goes when it has been told. */
  @Test
  void aCycleThatIsDroppedTellsItselfAndThoseBefore() throws IOException, BlockException {
    Sealing.sealer(path, null, 3).seal(1);
    assertEquals(2, seal(1).oldest());
  }

  @Test
  void whatCannotBeRemovedIsInTheWayOfNothing() throws IOException, BlockException {
    List<String> said = new ArrayList<>();
    CycleSealer sealer = Sealing.sealer(path, () -> 3, said::add);
    Path stays = Files.createDirectory(CycleFiles.sealed(path, 1));
    Files.createFile(stays.resolve("a file"));
    sealer.seal(2);
    sealer.seal(3);
    assertEquals(List.of(3), CycleFiles.in(path));
    assertEquals(1, said.size(), said::toString);
    assertTrue(said.get(0).startsWith(stays + ": cannot be removed: "), said::toString);
  }

  /** It takes a look at all cycles, of which there may be thousands. */
  @Test
  void notForEachBatchIsAskedWhatIsKept() throws IOException, BlockException {
    SyntheticCapture capture = SyntheticCapture.in(path);
    for (int i = 0; i < 500; i++) {
      capture.state(StateFields.ofSocket(i)).batch();
    }
    capture.end();
    AtomicInteger asked = new AtomicInteger();
    IntSupplier kept =
        () -> {
          LockSupport.parkNanos(20_000_000);
          asked.incrementAndGet();
          return 0;
        };
    long began = System.nanoTime();
    Sealing.sealer(path, kept, said -> {}).seal(4);
    long pauses = (System.nanoTime() - began) / (20 * 20_000_000L);
    assertTrue(seal(4).batches() >= 500, seal(4)::toString);
    assertTrue(asked.get() <= 1 + pauses, asked + " times");
  }

  /** Whoever can write into the capture could have cycles dropped, and vouched for. */
  @Test
  void onlyWhoHasTheKeyTellsThatCyclesWereDropped() throws Exception {
    SigningKey key = SigningKeyTest.key(temp);
    Sealing.seal(path, key);
    Path forged = temp.resolve("forged");
    record(forged);
    record(forged);
    Files.copy(path.resolve(Manifest.FILE), forged.resolve(Manifest.FILE), REPLACE_EXISTING);
    Sealing.drop(forged, 4);
    Files.copy(CycleFiles.sealed(forged, 4), CycleFiles.sealed(path, 4));
    record(path);
    Seals.seal(path, key, 0);
    assertEquals(List.of(1, 2, 3, 4, 5, 6, 7), CycleFiles.in(path));
    assertEquals(1, seal(7).oldest());
  }

  /** Of another capture with the same key, or of another cycle: it says nothing of this one. */
  @Test
  void aSealThatWasPutThereIsNotBelieved() throws Exception {
    SigningKey key = SigningKeyTest.key(temp);
    Sealing.seal(path, key);
    Path other = temp.resolve("other");
    record(other);
    record(other);
    Sealing.seal(other, key);
    Files.copy(CycleFiles.sealed(other, 6), CycleFiles.sealed(path, 4));
    record(path);
    List<String> said = Seals.sealWhatCanBe(path, key, () -> 0);
    assertEquals(List.of(1, 2, 3, 4, 5, 6, 7), CycleFiles.in(path));
    assertEquals(hash(3), seal(5).previous());
    assertTrue(
        said.get(0).startsWith(path.resolve("000004.tcap") + ": its seal is of another cycle"));
  }

  @Test
  void whatOthersMakeOfTheManifestIsNotSealed() throws IOException {
    Path file = path.resolve(Manifest.FILE);
    Recording next = new Recording(4, "2026-11-28T00:00:00Z", "", "", "UTC", "", List.of());
    try (CaptureDirectory directory = CaptureDirectory.prepare(path, Files::createDirectory, true);
        Sealer sealer = new Sealer(directory, null, () -> 0, () -> {}, line -> {})) {
      directory.begin("host", next);
      String snapshot = "{\"snapshot\": {\"first\": 1, \"last\": 3, \"taken\": \"\"},";
      Files.writeString(file, Files.readString(file).replaceFirst("[{]", snapshot));
      sealer.begin(() -> true);
      sealer.finish(() -> false);
    }
    assertEquals(3, ManifestFile.read(file).snapshot().last());
    assertNull(seal(3).snapshot());
  }
}
