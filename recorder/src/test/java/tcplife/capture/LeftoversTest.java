// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.live.Program;

/** What was recorded is what is sealed, whoever else may write into the capture. */
class LeftoversTest {
  @TempDir Path temp;
  private Path path;
  private Path forged;

  /** Three cycles that are not sealed, and others of the same capture's name, which are. */
  @BeforeEach
  void makeCaptures() throws IOException {
    path = temp.resolve("cap");
    record(path, 10);
    forged = temp.resolve("forged");
    record(forged, 100);
    Files.copy(path.resolve(Manifest.FILE), forged.resolve(Manifest.FILE), REPLACE_EXISTING);
    Sealing.seal(forged);
  }

  private static void record(Path into, int sockets) {
    record(into, sockets, 1).end();
  }

  /** By a recorder that is killed. */
  private static SyntheticCapture record(Path into, int sockets, int batches) {
    SyntheticCapture capture = SyntheticCapture.in(into);
    for (int cycle = 1; cycle <= 3; cycle++) {
      for (int batch = 0; batch < (cycle < 3 ? 1 : batches); batch++) {
        capture.clock(cycle, cycle, "UTC").state(StateFields.ofSocket(sockets + cycle)).batch();
      }
      if (cycle < 3) {
        capture.nextCycle();
      }
    }
    return capture;
  }

  private List<List<Byte>> records() {
    List<Damage> damages = new ArrayList<>();
    List<List<Byte>> records = Sealing.records(path, damages);
    assertEquals(List.of(), damages);
    return records;
  }

  private void putForged(int cycle) throws IOException {
    Files.copy(CycleFiles.sealed(forged, cycle), CycleFiles.sealed(path, cycle), REPLACE_EXISTING);
  }

  private String ending(int cycle) {
    return SealedFile.of(path, cycle).seal().ending();
  }

  @Test
  void aFileBesideTheCycleThatIsRecordedIsNotSealedInItsPlace() throws Exception {
    List<List<Byte>> recorded = records();
    putForged(2);
    Sealing.seal(path, SigningKeyTest.key(temp));
    assertEquals(recorded, records());
  }

  @Test
  void aFileBesideTheLastCycleThatWasLeftIsReplaced() throws Exception {
    List<List<Byte>> recorded = records();
    Path unsealed = Files.move(CycleFiles.directory(path, 3), temp.resolve("unsealed"));
    SigningKey key = SigningKeyTest.key(temp);
    Seals.seal(path, key, 0);
    Files.move(unsealed, CycleFiles.directory(path, 3));
    putForged(3);
    Seals.sealWhatCanBe(path, key, () -> 0);
    assertEquals(recorded, records());
    assertTrue(SealedFile.of(path, 3).isOf(key));
    assertEquals(SealedFile.of(path, 2).hash(), SealedFile.of(path, 3).seal().previous());
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
    List<List<Byte>> recorded = records();
    Sealing.seal(path);
    Files.createDirectory(CycleFiles.directory(path, 1));
    Files.createFile(CycleFiles.directory(path, 1).resolve("19700101L.cq4"));
    assertEquals(List.of(), Seals.sealWhatCanBe(path, null, () -> 0));
    assertFalse(Files.exists(CycleFiles.directory(path, 1)));
    assertEquals(recorded, records());
  }

  /** Its recorder was killed before it could remove what it had sealed. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsThereTwiceStaysAsItWasSealed(boolean signed) throws Exception {
    SigningKey key = signed ? SigningKeyTest.key(temp) : null;
    List<List<Byte>> recorded = records();
    Path unsealed = copy(path);
    Seals.seal(path, key, 0);
    Files.move(unsealed, CycleFiles.directory(path, 3));
    String root = SealedFile.of(path, 3).hash();
    assertEquals(List.of(), Seals.sealWhatCanBe(path, key, () -> 0));
    assertEquals(root, SealedFile.of(path, 3).hash());
    assertFalse(Files.exists(CycleFiles.directory(path, 3)));
    assertEquals(recorded, records());
  }

  /** Whether what is sealed has a batch more, or what was recorded. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsThereTwiceIsSealedAnewIfABatchIsMissing(boolean recorded) throws IOException {
    Path more = temp.resolve("more");
    record(more, 10, 2);
    Path fewer = temp.resolve("fewer");
    record(fewer, 10, 1);
    Removal.remove(CycleFiles.directory(path, 3));
    Files.move(copy(recorded ? more : fewer), CycleFiles.directory(path, 3));
    Seals.seal(path, null, 0);
    String root = SealedFile.of(path, 3).hash();
    Files.move(copy(recorded ? fewer : more), CycleFiles.directory(path, 3));
    Seals.sealWhatCanBe(path, null, () -> 0);
    assertNotEquals(root, SealedFile.of(path, 3).hash());
  }

  /** A copy of the last cycle as it was recorded. */
  private Path copy(Path capture) throws IOException {
    Path copy = Files.createTempDirectory(temp, "copy").resolve("000003");
    Program.run("cp", "-r", CycleFiles.directory(capture, 3).toString(), copy.toString());
    return copy;
  }

  /** Where the directory could not be removed, and is not what was sealed. */
  @Test
  void whatTheSealOfTheLastTellsOfWhatWasDroppedIsNotForgotten() throws IOException {
    Path other = temp.resolve("other");
    record(other, 20);
    Seals.seal(path, null, 3);
    Files.move(copy(other), CycleFiles.directory(path, 3));
    Seals.sealWhatCanBe(path, null, () -> 0);
    assertEquals(List.of(3), CycleFiles.in(path));
    assertEquals(3, SealedFile.of(path, 3).seal().oldest());
  }

  @Test
  void whatARecorderHadBegunIsRemoved() throws IOException {
    Files.createFile(Files.createDirectory(path.resolve("000004.new")).resolve("19700101L.cq4"));
    Files.createFile(path.resolve("000003.tcap.new"));
    Seals.sealWhatCanBe(path, null, () -> 0);
    assertEquals(List.of(), CycleFiles.drafts(path));
  }

  @Test
  void whatNoSealFollowsStaysBesideItsDirectory() throws IOException {
    Path unsealed = Files.move(CycleFiles.directory(path, 2), temp.resolve("unsealed"));
    Sealing.seal(path);
    Files.move(unsealed, CycleFiles.directory(path, 2));
    putForged(2);
    List<String> said = Seals.sealWhatCanBe(path, null, () -> 0);
    assertTrue(said.get(0).contains("000002: stays beside a sealed file"), said::toString);
    assertTrue(Files.exists(CycleFiles.directory(path, 2)));
  }

  /** Nothing tells what was done to it before that. */
  @Test
  void theSealSaysThatItWasLeft() throws Exception {
    Seals.sealWhatCanBe(path, SigningKeyTest.key(temp), () -> 0);
    record(path, 20);
    Seals.seal(path, null, 0);
    assertEquals(
        List.of(Seal.LEFT, Seal.LEFT, Seal.LEFT, Seal.CYCLE, Seal.CYCLE, Seal.STOPPED),
        CycleFiles.in(path).stream().map(this::ending).toList());
  }
}
