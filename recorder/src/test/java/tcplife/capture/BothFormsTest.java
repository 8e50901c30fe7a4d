// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

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

/** A recorder was killed before it could remove what it had sealed. */
class BothFormsTest {
  @TempDir Path temp;
  private Path path;

  @BeforeEach
  void makeCapture() {
    path = temp.resolve("cap");
    ThreeCycles.record(path, 10);
  }

  /** Its recorder was killed before it could remove what it had sealed. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsThereTwiceStaysAsItWasSealed(boolean signed) throws Exception {
    SigningKey key = signed ? SigningKeyTest.key(temp) : null;
    List<List<Byte>> recorded = ThreeCycles.records(path);
    Path unsealed = copy(path);
    Seals.seal(path, key, 0);
    Files.move(unsealed, CycleFiles.directory(path, 3));
    String root = SealedFile.of(path, 3).hash();
    Seals.sealWhatCanBe(path, key, () -> 0);
    assertEquals(root, SealedFile.of(path, 3).hash());
    assertFalse(Files.exists(CycleFiles.directory(path, 3)));
    assertEquals(recorded, ThreeCycles.records(path));
  }

  /** The disk had all of what was sealed before it was to lose what was recorded. */
  @ParameterizedTest
  @ValueSource(strings = {"batch", "end", "middle", "all", "file"})
  void whatIsThereTwiceStaysThoughTheDiskLostOfWhatWasRecorded(String lost) throws Exception {
    SigningKey key = lost.equals("file") ? SigningKeyTest.key(temp) : null;
    replaceLast(2);
    List<List<Byte>> recorded = ThreeCycles.records(path);
    Path directory = copy(path);
    Seals.seal(path, key, 0);
    String root = SealedFile.of(path, 3).hash();
    lose(directory, lost);
    Files.move(directory, CycleFiles.directory(path, 3));
    List<String> said = Seals.sealWhatCanBe(path, key, () -> 0);
    assertTrue(
        said.get(0).contains("000003: is not needed beside its sealed file"), said::toString);
    assertEquals(root, SealedFile.of(path, 3).hash());
    assertFalse(Files.exists(CycleFiles.directory(path, 3)));
    assertEquals(recorded, ThreeCycles.records(path));
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
    ThreeCycles.record(other, 10, batches);
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
    assertFalse(Files.exists(CycleFiles.directory(path, 3)));
  }

  /** Of a recorder that had no key. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void whatWasRecordedStaysIfItHasMoreThanWhatIsNotSigned(int batches) throws Exception {
    replaceLast(2);
    Seals.seal(path, null, 0);
    String root = SealedFile.of(path, 3).hash();
    replaceLast(batches);
    Seals.sealWhatCanBe(path, SigningKeyTest.key(temp), () -> 0);
    assertEquals(root, SealedFile.of(path, 3).hash());
    assertEquals(batches > 2, Files.exists(CycleFiles.directory(path, 3)));
  }

  /** It was there when a limit was to drop it, and the recorder was killed then. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatWasDroppedAndIsThereIsSealedAfterAll(boolean signed) throws Exception {
    SigningKey key = signed ? SigningKeyTest.key(temp) : null;
    List<List<Byte>> recorded = ThreeCycles.records(path);
    Path unsealed = copy(path);
    CycleSealer sealer = Sealing.sealer(path, key, 0);
    sealer.seal(1);
    sealer.seal(2);
    CycleSealer dropping = Sealing.sealer(path, key, 4);
    Sealing.continueAfterLast(dropping, path);
    dropping.seal(3);
    Files.move(unsealed, CycleFiles.directory(path, 3));
    List<String> said = Seals.sealWhatCanBe(path, key, () -> 0);
    assertTrue(said.get(0).contains("000003.tcap: tells that a limit dropped"), said::toString);
    assertEquals(Seal.LEFT, SealedFile.of(path, 3).seal().ending());
    assertEquals(3, SealedFile.of(path, 3).seal().oldest());
    assertEquals(recorded.subList(6, 9), ThreeCycles.records(path));
  }

  /** As what was recorded is, which cannot be sealed then: the seal that tells it counts. */
  @Test
  void whatWasDroppedAndIsDamagedIsNotLeftOutOfTheChain() throws IOException {
    Sealing.sealNext(path, 1, 0);
    Sealing.sealNext(path, 2, 0);
    Path unsealed = copy(path);
    Sealing.drop(path, 3);
    Files.move(unsealed, CycleFiles.directory(path, 3));
    Seals.damage(CycleFiles.directory(path, 3));
    String dropped = SealedFile.of(path, 3).hash();
    List<String> stays = Seals.sealWhatCanBe(path, null, () -> 0);
    assertTrue(stays.get(0).contains("000003: stays beside its sealed file"), stays::toString);
    ThreeCycles.record(path, 20);
    List<String> said = Seals.sealWhatCanBe(path, null, () -> 0);
    assertEquals(dropped, SealedFile.of(path, 4).seal().previous(), said::toString);
  }

  /** A copy of the last cycle as it was recorded. */
  private Path copy(Path capture) throws IOException {
    Path copy = Files.createTempDirectory(temp, "copy").resolve("000003");
    Program.run("cp", "-r", CycleFiles.directory(capture, 3).toString(), copy.toString());
    return copy;
  }
}
