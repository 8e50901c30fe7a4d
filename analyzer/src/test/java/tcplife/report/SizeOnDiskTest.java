// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The size of a capture is that of its files, and of those of its cycles. */
@Timeout(300)
class SizeOnDiskTest {
  @TempDir Path directory;

  private Path file(String name, int size) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, new byte[size]);
  }

  @Test
  void allFilesCountAndNoLinkDoes() throws IOException {
    file("cap/manifest.json", 1);
    file("cap/000001/a.cq4", 20);
    file("cap/000002.tcap", 300);
    file("cap/000001/deeper/b", 4000);
    Files.createSymbolicLink(directory.resolve("cap/link"), file("elsewhere", 50_000));
    Files.createSymbolicLink(directory.resolve("of"), directory.resolve("cap"));
    for (String name : new String[] {"cap", "of"}) {
      SizeOnDisk size = new SizeOnDisk(directory.resolve(name));
      assertEquals(321, size.bytes(), name);
      assertTrue(size.isWhole(), name);
    }
  }

  @Test
  void aCycleThatIsRemovedMeanwhileIsNotMissed() throws IOException {
    file("cap/manifest.json", 7);
    Path cycle = directory.resolve("cap/000001");
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> removed =
        CompletableFuture.runAsync(
            () -> {
              try {
                while (!done.get()) {
                  Files.createDirectory(cycle);
                  Files.delete(cycle);
                }
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    try {
      for (int i = 0; i < 20_000; i++) {
        SizeOnDisk size = new SizeOnDisk(directory.resolve("cap"));
        assertTrue(size.isWhole(), () -> size.finding());
        assertEquals(7, size.bytes());
      }
    } finally {
      done.set(true);
      removed.join();
    }
  }
}
