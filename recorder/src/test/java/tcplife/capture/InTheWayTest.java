// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in a capture and has the name of a cycle, but is none. */
class InTheWayTest {
  @TempDir Path temp;
  private Path path;

  @BeforeEach
  void makeCapture() {
    path = temp.resolve("cap");
    ThreeCycles.record(path, 10);
  }

  private List<String> append() {
    return Seals.sealWhatCanBe(path, null, () -> 0);
  }

  private void assertRefused(String why) {
    String said = assertThrows(CaptureException.class, this::append).getMessage();
    assertTrue(said.contains(why), said);
  }

  private void remove(int... cycles) throws IOException {
    for (int cycle : cycles) {
      Removal.remove(CycleFiles.directory(path, cycle));
    }
  }

  /** As one may who names what he makes by the date. */
  @Test
  void aDirectoryThatIsNoCycleIsNotGoneOnBehind() throws IOException {
    Files.createDirectory(path.resolve("000004"));
    Files.createDirectory(path.resolve("20261129"));
    Files.createDirectory(path.resolve("20261130"));
    Files.createDirectory(path.resolve("20270101"));
    assertRefused("20261129: in the way");
    remove(20261129, 20261130, 20270101);
    append();
  }

  @Test
  void noneIsGoneOnBehindWhereNothingElseIs() throws IOException {
    remove(1, 2, 3);
    Files.createDirectory(path.resolve("20261130"));
    assertRefused("20261130: in the way");
  }

  /** A limit has dropped those before it. */
  @Test
  void theLastCycleOfSeveralIsGoneOnBehind() throws IOException {
    remove(1, 2);
    append();
    assertEquals(List.of(3), CycleFiles.in(path));
    Files.createDirectory(CycleFiles.directory(path, 3));
    append();
    assertEquals(List.of(3), CycleFiles.in(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"000004", "000007.tcap"})
  void aLinkIsToldBeforeAnythingIsChanged(String name) throws IOException {
    Files.createSymbolicLink(path.resolve(name), temp);
    assertRefused(name + ": in the way of a cycle");
    assertTrue(Files.exists(CycleFiles.directory(path, 1)));
  }

  @Test
  void behindTheHighestNumberNothingIsRecorded() throws IOException {
    Files.createFile(CycleFiles.sealed(path, 999_999_998));
    assertRefused("too few numbers are left");
  }

  /** Somebody puts a file there while a recorder runs. */
  @Test
  void onlyASealOfTheNextNumberTakesThat() throws IOException {
    try (CaptureDirectory directory =
        CaptureDirectory.prepare(path, Files::createDirectory, true)) {
      Files.createFile(CycleFiles.sealed(path, 999_999_998));
      directory.look();
      assertEquals(4, directory.nextCycleNumber());
      Files.createFile(CycleFiles.sealed(path, 4));
      directory.look();
      assertEquals(5, directory.nextCycleNumber());
    }
  }

  /** The file of its seal, or its queue's, may be anything. */
  @ParameterizedTest
  @ValueSource(strings = {"000001.tcap", "000001/19700101L.cq4"})
  void aDirectoryInTheWayOfASealIsNotInThatOfLaterOnes(String name) throws IOException {
    Files.deleteIfExists(path.resolve(name));
    Files.createFile(Files.createDirectory(path.resolve(name)).resolve("x"));
    List<String> said = append();
    assertTrue(said.toString().contains("000001 stays unsealed"), said::toString);
    assertEquals(List.of(1), SealedFile.of(path, 3).seal().unsealed());
  }
}
