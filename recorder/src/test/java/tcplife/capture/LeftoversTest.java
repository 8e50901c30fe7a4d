// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was recorded is what is sealed, whoever else may write into the capture. */
class LeftoversTest {
  @TempDir Path temp;
  private Path path;
  private Path forged;

  /** Three cycles that are not sealed, and others of the same capture's name, which are. */
  @BeforeEach
  void makeCaptures() throws IOException {
    path = temp.resolve("cap");
    ThreeCycles.record(path, 10);
    forged = temp.resolve("forged");
    ThreeCycles.record(forged, 100);
    Files.copy(path.resolve(Manifest.FILE), forged.resolve(Manifest.FILE), REPLACE_EXISTING);
    Sealing.seal(forged);
  }

  private void putForged(int cycle) throws IOException {
    Files.copy(CycleFiles.sealed(forged, cycle), CycleFiles.sealed(path, cycle), REPLACE_EXISTING);
  }

  private String ending(int cycle) {
    return SealedFile.of(path, cycle).seal().ending();
  }

  @Test
  void aFileBesideTheCycleThatIsRecordedIsNotSealedInItsPlace() throws Exception {
    List<List<Byte>> recorded = ThreeCycles.records(path);
    putForged(2);
    Sealing.seal(path, SigningKeyTest.key(temp));
    assertEquals(recorded, ThreeCycles.records(path));
  }

  /** One after another, so that a later one vouches for the one before. */
  @Test
  void filesBesideCyclesThatWereLeftTakeNothingAway() throws Exception {
    putForged(2);
    putForged(3);
    Seals.sealWhatCanBe(path, null, () -> 0);
    assertEquals(List.of(1, 2, 3), directories());
  }

  private List<Integer> directories() {
    return List.of(1, 2, 3).stream()
        .filter(cycle -> Files.exists(CycleFiles.directory(path, cycle)))
        .toList();
  }

  /** Where the directory could not be removed as it was sealed. */
  @Test
  void aFileInThePlaceOfASealedCycleIsNotTakenForIt() throws Exception {
    CycleSealer sealer = Sealing.sealer(path, null, 0);
    sealer.seal(1);
    Files.createDirectory(CycleFiles.directory(path, 1));
    putForged(1);
    assertThrows(BlockException.class, () -> sealer.seal(1));
    assertTrue(Files.exists(CycleFiles.directory(path, 1)));
  }

  @Test
  void aSnapshotSignsNoFileThatSomebodyElseSealed() throws Exception {
    putForged(3);
    SigningKey key = SigningKeyTest.key(temp);
    List<String> said = new ArrayList<>();
    Manifest manifest = ManifestFile.read(path.resolve(Manifest.FILE));
    Path snapshot = temp.resolve("snapshot");
    new SnapshotMaker(path, () -> manifest, key, said::add).make(List.of(1, 2, 3), snapshot);
    assertFalse(SealedFile.of(snapshot, 3).isSigned());
    assertTrue(said.get(0).contains("is not of this recorder's key"), said::toString);
  }

  /** Whose directories a loss of power brought back. */
  @Test
  void whatTheNextSealFollowsIsSealed() throws IOException {
    List<List<Byte>> recorded = ThreeCycles.records(path);
    Sealing.seal(path);
    Files.createDirectory(CycleFiles.directory(path, 1));
    Files.createFile(CycleFiles.directory(path, 1).resolve("19700101L.cq4"));
    List<String> said = Seals.sealWhatCanBe(path, null, () -> 0);
    assertTrue(
        said.get(0).contains("000001: is not needed beside its sealed file"), said::toString);
    assertFalse(Files.exists(CycleFiles.directory(path, 1)));
    assertEquals(recorded, ThreeCycles.records(path));
  }

  @Test
  void whatIsDamagedAsItIsSealedStaysBesideItsDirectory() throws IOException {
    Sealing.seal(path);
    ThreeCycles.damageSealed(path, 1);
    Files.createDirectory(CycleFiles.directory(path, 1));
    Files.createFile(CycleFiles.directory(path, 1).resolve("19700101L.cq4"));
    List<String> said = Seals.sealWhatCanBe(path, null, () -> 0);
    assertTrue(said.get(0).contains("000001: stays beside its sealed file"), said::toString);
    assertTrue(Files.exists(CycleFiles.directory(path, 1)));
  }

  @Test
  void whatARecorderHadBegunIsRemovedAndNothingElse() throws IOException {
    Files.createFile(Files.createDirectory(path.resolve("000004.new")).resolve("19700101L.cq4"));
    Files.createFile(path.resolve("000003.tcap.new"));
    Path report = Files.createDirectory(path.resolve("2026-report.new"));
    Seals.sealWhatCanBe(path, null, () -> 0);
    assertEquals(List.of(), CycleFiles.drafts(path));
    assertTrue(Files.exists(report));
  }

  @Test
  void aFileBesideTheQueueIsNotSealedInItsPlace() throws IOException {
    List<List<Byte>> recorded = ThreeCycles.records(path);
    Path other = CycleFiles.directory(path, 3).resolve("00000000.cq4");
    Files.createFile(other);
    assertEquals(recorded, ThreeCycles.records(path));
    Seals.sealWhatCanBe(path, null, () -> 0);
    assertFalse(Files.exists(CycleFiles.directory(path, 3)));
    assertEquals(recorded, ThreeCycles.records(path));
  }

  @Test
  void whatNoSealFollowsStaysBesideItsDirectory() throws IOException {
    Path unsealed = Files.move(CycleFiles.directory(path, 2), temp.resolve("unsealed"));
    Sealing.seal(path);
    Files.move(unsealed, CycleFiles.directory(path, 2));
    putForged(2);
    List<String> said = Seals.sealWhatCanBe(path, null, () -> 0);
    assertTrue(said.get(0).contains("000002: stays beside its sealed file"), said::toString);
    assertTrue(Files.exists(CycleFiles.directory(path, 2)));
  }

  /** Nothing tells what was done to it before that. */
  @Test
  void theSealSaysThatItWasLeft() throws Exception {
    Seals.sealWhatCanBe(path, SigningKeyTest.key(temp), () -> 0);
    ThreeCycles.record(path, 20);
    Seals.seal(path, null, 0);
    assertEquals(
        List.of(Seal.LEFT, Seal.LEFT, Seal.LEFT, Seal.CYCLE, Seal.CYCLE, Seal.STOPPED),
        CycleFiles.in(path).stream().map(this::ending).toList());
  }
}
