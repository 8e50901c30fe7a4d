// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
    List<String> said = Seals.sealWhatCanBe(path, null, () -> 0);
    assertTrue(said.get(0).contains("000001: is sealed already"), said::toString);
    assertFalse(Files.exists(CycleFiles.directory(path, 1)));
    assertEquals(recorded, records());
  }

  @Test
  void whatIsDamagedAsItIsSealedStaysBesideItsDirectory() throws IOException {
    Sealing.seal(path);
    damageSealed(1);
    Files.createDirectory(CycleFiles.directory(path, 1));
    Files.createFile(CycleFiles.directory(path, 1).resolve("19700101L.cq4"));
    List<String> said = Seals.sealWhatCanBe(path, null, () -> 0);
    assertTrue(said.get(0).contains("000001: stays beside a sealed file"), said::toString);
    assertTrue(Files.exists(CycleFiles.directory(path, 1)));
  }

  /** Its seal is sound. */
  private void damageSealed(int cycle) throws IOException {
    byte[] bytes = Files.readAllBytes(CycleFiles.sealed(path, cycle));
    bytes[SealedLayout.HEAD_SIZE + SealedLayout.BLOCK_HEADER] ^= 1;
    Files.write(CycleFiles.sealed(path, cycle), bytes);
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
    Seals.sealWhatCanBe(path, key, () -> 0);
    assertEquals(root, SealedFile.of(path, 3).hash());
    assertFalse(Files.exists(CycleFiles.directory(path, 3)));
    assertEquals(recorded, records());
  }

  /** The disk had all of what was sealed before it was to lose what was recorded. */
  @ParameterizedTest
  @ValueSource(strings = {"batch", "end", "middle", "all", "file"})
  void whatIsThereTwiceStaysThoughTheDiskLostOfWhatWasRecorded(String lost) throws Exception {
    SigningKey key = lost.equals("middle") ? null : SigningKeyTest.key(temp);
    replaceLast(2);
    List<List<Byte>> recorded = records();
    Path directory = copy(path);
    Seals.seal(path, key, 0);
    String root = SealedFile.of(path, 3).hash();
    lose(directory, lost);
    Files.move(directory, CycleFiles.directory(path, 3));
    List<String> said = Seals.sealWhatCanBe(path, key, () -> 0);
    assertTrue(said.get(0).contains("000003: is sealed already"), said::toString);
    assertEquals(root, SealedFile.of(path, 3).hash());
    assertFalse(Files.exists(CycleFiles.directory(path, 3)));
    assertEquals(recorded, records());
  }

  private void lose(Path directory, String what) throws IOException {
    Path queue = directory.resolve("19700101L.cq4");
    byte[] bytes = Files.readAllBytes(queue);
    int batch = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("TCPB");
    switch (what) {
      case "batch" -> Arrays.fill(bytes, batch - Integer.BYTES, bytes.length, (byte) 0);
      case "end" -> bytes = Arrays.copyOf(bytes, batch + 10);
      case "middle" -> Arrays.fill(bytes, bytes.length / 4, bytes.length / 2, (byte) 0);
      case "all" -> bytes = new byte[0];
      default -> {
        Files.delete(queue);
        Program.run("mkfifo", queue.toString());
        return;
      }
    }
    Files.write(queue, bytes);
  }

  /** Puts a last cycle with so many batches into the place of the one that was recorded. */
  private void replaceLast(int batches) throws IOException {
    Path other = Files.createTempDirectory(temp, "batches").resolve("cap");
    record(other, 10, batches);
    Removal.remove(CycleFiles.directory(path, 3));
    Files.move(copy(other), CycleFiles.directory(path, 3));
  }

  /** Whoever may write a directory has not the key. */
  @Test
  void whatIsSignedStaysWhateverIsPutBesideIt() throws Exception {
    SigningKey key = SigningKeyTest.key(temp);
    Seals.seal(path, key, 0);
    String root = SealedFile.of(path, 3).hash();
    replaceLast(2);
    Seals.sealWhatCanBe(path, key, () -> 0);
    assertEquals(root, SealedFile.of(path, 3).hash());
  }

  /** Nor was it signed. */
  @Test
  void whatWasRecordedAndCannotBeReadDoesNotSpeakAgainstWhatIsSealed() throws Exception {
    replaceLast(2);
    Path directory = copy(path);
    Seals.seal(path, null, 0);
    String root = SealedFile.of(path, 3).hash();
    Path queue = directory.resolve("19700101L.cq4");
    byte[] bytes = Files.readAllBytes(queue);
    int first = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("TCPB");
    bytes[first + BatchLayout.HEADER_SIZE] ^= 1;
    Files.write(queue, bytes);
    Files.move(directory, CycleFiles.directory(path, 3));
    Seals.sealWhatCanBe(path, SigningKeyTest.key(temp), () -> 0);
    assertEquals(root, SealedFile.of(path, 3).hash());
  }

  /** Of a recorder that had no key. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void whatIsNotSignedStaysUnlessWhatWasRecordedHasSomethingElse(int batches) throws Exception {
    replaceLast(2);
    Seals.seal(path, null, 0);
    String root = SealedFile.of(path, 3).hash();
    replaceLast(batches);
    SigningKey key = SigningKeyTest.key(temp);
    Seals.sealWhatCanBe(path, key, () -> 0);
    assertEquals(batches <= 2, root.equals(SealedFile.of(path, 3).hash()));
    assertEquals(batches > 2, SealedFile.of(path, 3).isOf(key));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsDamagedAsItIsSealedIsSealedAnew(boolean signed) throws Exception {
    SigningKey key = signed ? SigningKeyTest.key(temp) : null;
    List<List<Byte>> recorded = records();
    Path unsealed = copy(path);
    Seals.seal(path, key, 0);
    damageSealed(3);
    Files.move(unsealed, CycleFiles.directory(path, 3));
    Seals.sealWhatCanBe(path, key, () -> 0);
    assertTrue(SealedFile.of(path, 3).isAsSealed());
    assertEquals(recorded, records());
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
  void whatARecorderHadBegunIsRemovedAndNothingElse() throws IOException {
    Files.createFile(Files.createDirectory(path.resolve("000004.new")).resolve("19700101L.cq4"));
    Files.createFile(path.resolve("000003.tcap.new"));
    Path report = Files.createDirectory(path.resolve("2026-report.new"));
    Seals.sealWhatCanBe(path, null, () -> 0);
    assertEquals(List.of(), CycleFiles.drafts(path));
    assertTrue(Files.exists(report));

    Path note = Files.createDirectory(CycleFiles.directory(path, 3)).resolve("note");
    Files.createFile(note);
    List<String> said = Seals.sealWhatCanBe(path, null, () -> 0);
    assertTrue(said.get(1).contains("cannot be removed: has something else"), said::toString);
    assertTrue(Files.exists(note));
  }

  @ParameterizedTest
  @ValueSource(strings = {"000004", "000007.tcap"})
  void whatHasTheNameOfACycleThatIsToComeIsToldBeforeAnythingIsChanged(String name)
      throws IOException {
    Files.createSymbolicLink(path.resolve(name), temp);
    CaptureException refused =
        assertThrows(CaptureException.class, () -> Seals.sealWhatCanBe(path, null, () -> 0));
    assertTrue(refused.getMessage().contains("in the way of a cycle"), refused::getMessage);
    assertTrue(Files.exists(CycleFiles.directory(path, 1)));
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
