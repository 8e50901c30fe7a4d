// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which cycles are found in a capture. */
@Timeout(60)
class CycleFilesTest {
  @TempDir private Path capture;

  @Test
  void whatOnlyHasTheNameOfACycleIsNone() throws IOException {
    Files.createDirectory(capture.resolve("000001"));
    Files.createFile(capture.resolve("000002.tcap"));
    Files.createFile(capture.resolve("000003"));
    Files.createDirectory(capture.resolve("000004.tcap"));
    Files.createSymbolicLink(capture.resolve("000005"), Path.of("000001"));
    Files.createSymbolicLink(capture.resolve("000006.tcap"), Path.of("000002.tcap"));
    Files.createDirectory(capture.resolve("7"));
    Files.createDirectory(capture.resolve("1000000"));
    assertEquals(List.of(1, 2, 1_000_000), CycleFiles.in(capture));
  }

  /** So many that it takes a while to look at each. */
  @Test
  void noneIsOverlookedWhileTheyAreSealed() throws Exception {
    int cycles = 3000;
    for (int cycle = 1; cycle <= cycles; cycle++) {
      Files.createDirectory(CycleFiles.directory(capture, cycle));
    }
    FutureTask<Void> sealing = new FutureTask<>(() -> seal(cycles), null);
    new Thread(sealing).start();
    do {
      assertEquals(cycles, CycleFiles.in(capture).size());
    } while (!sealing.isDone());
    sealing.get();
  }

  private void seal(int cycles) {
    try {
      for (int cycle = 1; cycle <= cycles; cycle++) {
        Files.createFile(CycleFiles.sealed(capture, cycle));
        Files.delete(CycleFiles.directory(capture, cycle));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
