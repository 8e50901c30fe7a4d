// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.live.Program;

/** Of a cycle that is there twice no form goes that has, or may have, what the other has not. */
class NothingGoesTest {
  @TempDir Path temp;
  private Path path;
  private Path directory;
  private Path sealed;

  @BeforeEach
  void makeCapture() {
    path = temp.resolve("cap");
    directory = CycleFiles.directory(path, 3);
    sealed = CycleFiles.sealed(path, 3);
    ThreeCycles.record(path, 10, 3).end();
  }

  /** Seals all cycles; what was recorded of the last is there still. */
  private void seal(SigningKey key) throws IOException {
    Path copy = copy();
    Seals.seal(path, key, 0);
    Files.move(copy, directory);
  }

  private Path copy() {
    Path copy = temp.resolve("copy");
    Program.run("cp", "-r", directory.toString(), copy.toString());
    return copy;
  }

  /** Puts what somebody else sealed into the place of the last cycle's file. */
  private void forge() throws IOException {
    Path forged = temp.resolve("forged");
    ThreeCycles.record(forged, 100);
    Files.copy(path.resolve(Manifest.FILE), forged.resolve(Manifest.FILE), REPLACE_EXISTING);
    Sealing.seal(forged);
    Files.copy(CycleFiles.sealed(forged, 3), sealed, REPLACE_EXISTING);
  }

  private void damageFirst() throws IOException {
    Path queue = CycleFiles.queueFile(path, 3);
    byte[] bytes = Files.readAllBytes(queue);
    int first = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("TCPB");
    bytes[first + BatchLayout.HEADER_SIZE] ^= 1;
    Files.write(queue, bytes);
  }

  /** At this start of a recorder, and when later cycles were recorded and sealed. */
  private void assertBothStay(SigningKey key) throws IOException {
    byte[] file = Files.readAllBytes(sealed);
    for (int start = 0; start < 3; start++) {
      List<String> said = Seals.sealWhatCanBe(path, key, () -> 0);
      assertTrue(said.toString().contains("000003: stays beside its sealed"), said::toString);
      assertTrue(Files.exists(directory));
      assertArrayEquals(file, Files.readAllBytes(sealed));
      ThreeCycles.record(path, 20 + start);
    }
  }

  /** Neither is known to be the honest one. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsAtOdds(boolean signed) throws Exception {
    SigningKey key = signed ? SigningKeyTest.key(temp) : null;
    seal(key);
    forge();
    assertBothStay(key);
  }

  @Test
  void whatIsAtOddsAndDamaged() throws Exception {
    SigningKey key = SigningKeyTest.key(temp);
    seal(key);
    forge();
    Seals.damage(directory);
    assertBothStay(key);
  }

  @Test
  void whatIsAtOddsBehindDamage() throws Exception {
    SigningKey key = SigningKeyTest.key(temp);
    seal(key);
    forge();
    damageFirst();
    assertBothStay(key);
  }

  @Test
  void whatCannotBeLookedAt() throws Exception {
    seal(null);
    Path queue = CycleFiles.queueFile(path, 3);
    Files.delete(queue);
    Program.run("mkfifo", queue.toString());
    assertBothStay(null);
  }

  /** The disk had all of it: who damaged it may have put the other there too. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsDamaged(boolean signed) throws Exception {
    SigningKey key = signed ? SigningKeyTest.key(temp) : null;
    seal(key);
    ThreeCycles.damageSealed(path, 3);
    assertBothStay(key);
  }

  @Test
  void whatIsCutOff() throws IOException {
    seal(null);
    byte[] bytes = Files.readAllBytes(sealed);
    Files.write(sealed, Arrays.copyOf(bytes, bytes.length - 1));
    assertBothStay(null);
  }

  @Test
  void whatIsSignedAndOfAnotherCycle() throws Exception {
    SigningKey key = SigningKeyTest.key(temp);
    seal(key);
    Files.copy(CycleFiles.sealed(path, 2), sealed, REPLACE_EXISTING);
    assertBothStay(key);
  }

  /** A limit dropped it, and what is there cannot be sealed: it stays until the next seal. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatWasDroppedAndIsDamaged(boolean first) throws IOException {
    dropped();
    if (first) {
      damageFirst();
    } else {
      Seals.damage(directory);
    }
    List<String> said = Seals.sealWhatCanBe(path, null, () -> 0);
    assertTrue(said.get(0).contains("000003: stays beside its sealed"), said::toString);
    assertTrue(Files.exists(directory));
  }

  private void dropped() throws IOException {
    Sealing.sealNext(path, 1, 0);
    Sealing.sealNext(path, 2, 0);
    Path copy = copy();
    Sealing.drop(path, 3);
    Files.move(copy, directory);
  }

  @Test
  void whatWasDroppedAndIsEmptyGoes() throws IOException {
    dropped();
    Files.write(CycleFiles.queueFile(path, 3), new byte[0]);
    String root = SealedFile.of(path, 3).hash();
    Seals.sealWhatCanBe(path, null, () -> 0);
    assertFalse(Files.exists(directory));
    assertEquals(root, SealedFile.of(path, 3).hash());
  }

  /** Its queue had no batch then: as a loss of power leaves it, or somebody who took it away. */
  @Test
  void whatWasSealedAsEmpty() throws IOException {
    Path copy = Files.move(directory, temp.resolve("copy"));
    Files.createDirectory(directory);
    Files.createFile(directory.resolve(CycleFiles.QUEUE));
    Seals.seal(path, null, 0);
    Files.move(copy, directory);
    assertBothStay(null);
  }

  /** No recorder made it a cycle. */
  @Test
  void whatStandsInThePlaceOfNone() throws Exception {
    Path copy = Files.move(directory, temp.resolve("copy"));
    Seals.seal(path, null, 0);
    SealMaker maker =
        new SealMaker(path, () -> ManifestFile.read(path.resolve(Manifest.FILE)), null);
    maker.continueAfter(SealedFile.of(path, 2));
    maker.sealNothing(3, Seal.NONE);
    Files.move(copy, directory);
    assertBothStay(null);
  }

  /** Nothing was recorded there. */
  @Test
  void aDirectoryWithoutAQueueGoes() throws IOException {
    seal(null);
    Files.delete(CycleFiles.queueFile(path, 3));
    ThreeCycles.damageSealed(path, 3);
    Seals.sealWhatCanBe(path, null, () -> 0);
    assertFalse(Files.exists(directory));
  }

  @Test
  void whatASnapshotHas() throws Exception {
    SigningKey key = SigningKeyTest.key(temp);
    Manifest manifest = ManifestFile.read(path.resolve(Manifest.FILE));
    Path snapshot = temp.resolve("snapshot");
    new SnapshotMaker(path, () -> manifest, key, said -> {}).make(List.of(1, 2, 3), snapshot);
    Files.copy(CycleFiles.sealed(snapshot, 3), sealed);
    assertBothStay(key);
  }
}
