// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcplife.recorder.Disk;
import tcplife.recorder.Live;

/** Where a seal finds no room, what a limit drops makes some. */
class SealingWithoutRoomIT {
  @TempDir Path temp;

  @BeforeAll
  static void needRoot() {
    Live.needRecording();
  }

  /** It is made then, though nobody waits for it: what was dropped would be missed. */
  @Test
  void whatALimitDropsMakesRoomForTheSealThatTellsIt() throws IOException, BlockException {
    try (Disk disk = new Disk(temp, Disk.Kind.TMPFS, 64 << 20)) {
      Path path = threeCycles(disk);
      BooleanSupplier dropped = () -> !CycleFiles.in(path).contains(1);
      CycleSealer sealer = Sealing.sealer(path, null, () -> 3, dropped, said -> {});
      disk.fill(0);
      assertTrue(sealer.seal(3));
      assertEquals(List.of(3), CycleFiles.in(path));
      assertEquals(3, SealedFile.of(path, 3).seal().oldest());
    }
  }

  @Test
  void theOldestMakesRoomForTheSealOfNoCycle() throws IOException, BlockException {
    try (Disk disk = new Disk(temp, Disk.Kind.TMPFS, 64 << 20)) {
      Path path = threeCycles(disk);
      Sealing.seal(path);
      CycleSealer sealer = Sealing.sealer(path, null, 3);
      Sealing.continueAfterLast(sealer, path);
      disk.fill(0);
      assertEquals(3, sealer.makeRoom(4));
      assertEquals(List.of(3, 4), CycleFiles.in(path));
      assertEquals(3, SealedFile.of(path, 4).seal().oldest());
    }
  }

  /** A snapshot has the same files: to remove a name gives nothing back. */
  @Test
  void nothingIsDroppedThatMakesNoRoom() throws IOException {
    try (Disk disk = new Disk(temp, Disk.Kind.TMPFS, 64 << 20)) {
      Path path = threeCycles(disk);
      Sealing.seal(path);
      Path snapshot = Files.createDirectory(disk.seen("snapshot"));
      for (int cycle : CycleFiles.in(path)) {
        Path file = CycleFiles.sealed(path, cycle);
        Files.createLink(snapshot.resolve(file.getFileName()), file);
      }
      CycleSealer sealer = Sealing.sealer(path, null, 3);
      Sealing.continueAfterLast(sealer, path);
      disk.fill(0);
      assertThrows(IOException.class, () -> sealer.makeRoom(4));
      assertEquals(List.of(1, 2, 3), CycleFiles.in(path));
    }
  }

  private static Path threeCycles(Disk disk) {
    Path path = disk.seen("cap");
    SyntheticCapture.in(path).batch().nextCycle().batch().nextCycle().batch().end();
    return path;
  }
}
