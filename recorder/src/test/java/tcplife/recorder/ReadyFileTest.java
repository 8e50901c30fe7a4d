// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcplife.cli.Failure;

/** What a ready file may take the place of. */
class ReadyFileTest {
  @TempDir Path temp;

  private Path ready;

  private static int exitCode(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).start().waitFor();
  }

  private static Object fileKey(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }

  private void assertStays(Path file) throws IOException {
    Object key = fileKey(file);
    Failure failure = assertThrows(Failure.class, () -> new ReadyFile(file));
    assertEquals(
        "--ready-file: '" + file + "' is there, and no regular file: it stays",
        failure.getMessage());
    assertEquals(key, fileKey(file));
  }

  @Test
  void ofAnEarlierRecording() throws IOException {
    ready = Files.writeString(temp.resolve("ready"), "17\n");
    new ReadyFile(ready);
    assertFalse(Files.exists(ready));
  }

  @Test
  void notOfAPipe() throws IOException, InterruptedException {
    ready = temp.resolve("pipe");
    assertEquals(0, exitCode("mkfifo", ready.toString()));
    assertStays(ready);
  }

  /** Of the test's own, like /dev/null: to lose that one would break the host. */
  @Test
  void notOfADevice() throws IOException, InterruptedException {
    ready = temp.resolve("device");
    assumeTrue(exitCode("mknod", ready.toString(), "c", "1", "3") == 0, "only root makes devices");
    assertStays(ready);
  }

  @Test
  void notOfALink() throws IOException {
    ready = temp.resolve("link");
    Files.createSymbolicLink(ready, Files.createFile(temp.resolve("elsewhere")));
    assertStays(ready);
  }

  @Test
  void notOfADirectory() throws IOException {
    assertStays(Files.createDirectory(temp.resolve("directory")));
    assertStays(Path.of("/"));
  }
}
