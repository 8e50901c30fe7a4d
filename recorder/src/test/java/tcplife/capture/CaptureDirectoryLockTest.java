// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One recorder at a time. */
@Timeout(60)
class CaptureDirectoryLockTest {
  @TempDir Path temp;
  private Path path;

  /** A recorder as far as its directory goes: holds it until its standard input ends. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      prepare(Path.of(arguments[0]));
      System.out.println("held");
      System.in.read();
    }
  }

  @BeforeEach
  void choosePath() {
    path = temp.resolve("cap");
  }

  private static CaptureDirectory prepare(Path path) {
    return CaptureDirectory.prepare(path, Files::createDirectory, true);
  }

  private void assertLockedOut() {
    assertEquals(
        path + ": another recorder is writing into it",
        assertThrows(CaptureException.class, () -> prepare(path)).getMessage());
  }

  private Process startHolder() throws IOException {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                path.toString())
            .redirectError(Redirect.INHERIT)
            .start();
    BufferedReader output = holder.inputReader();
    assertEquals("held", output.readLine());
    return holder;
  }

  @Test
  void anotherProcessThatRecordsLocksUsOutUntilItEnds() throws Exception {
    Process holder = startHolder();
    try {
      assertLockedOut();
      holder.getOutputStream().close();
      assertEquals(0, holder.waitFor());
      prepare(path).close();
    } finally {
      holder.destroyForcibly();
    }
  }

  @Test
  void aRecorderThatWasKilledLocksNobodyOut() throws Exception {
    Process holder = startHolder();
    holder.destroyForcibly().waitFor(50, TimeUnit.SECONDS);
    prepare(path).close();
  }

  @Test
  void aSecondRecordingOfTheSameProcessIsLockedOutToo() {
    CaptureDirectory first = prepare(path);
    assertLockedOut();
    first.close();
    prepare(path).close();
  }

  @Test
  void aRefusedDirectoryIsNotKeptLocked() {
    try (CaptureDirectory directory = prepare(path)) {
      directory.begin("host", new Manifest.Recording(1, "", "", "", "", "", java.util.List.of()));
    }
    assertThrows(
        CaptureException.class,
        () -> CaptureDirectory.prepare(path, Files::createDirectory, false));
    prepare(path).close();
  }
}
