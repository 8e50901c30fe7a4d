// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How much there is to read of a capture, from which a limit drops cycles meanwhile. */
@Timeout(60)
class CaptureSizeTest {
  /** Of a file that is there and is not: many more than it takes to meet it between two looks. */
  private static final int TURNS = 20_000;

  @TempDir private Path temp;

  @Test
  void aCycleThatIsDroppedJustThenIsThereOrNot() throws Exception {
    Path path = temp.resolve("cap");
    SyntheticCapture.in(path).clock(1, 1, "UTC").end();
    Sealing.seal(path);
    Capture capture = Capture.open(path);
    long whole = capture.size();
    assertTrue(whole > 0);

    Set<Long> sizes = new TreeSet<>();
    Thread limit = new Thread(() -> turn(CycleFiles.sealed(path, 1), temp.resolve("dropped")));
    limit.start();
    while (limit.isAlive()) {
      sizes.add(capture.size());
    }
    limit.join();
    assertEquals(Set.of(0L, whole), sizes);
  }

  private static void turn(Path file, Path elsewhere) {
    try {
      for (int i = 0; i < TURNS; i++) {
        Files.move(file, elsewhere);
        Files.move(elsewhere, file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
