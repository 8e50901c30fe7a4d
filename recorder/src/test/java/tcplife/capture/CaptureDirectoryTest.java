// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tcplife.capture.Manifest.Recording;

/** Which directories can be recorded into. */
@Timeout(60)
class CaptureDirectoryTest {
  private static final Recording RECORDING = new Recording(1, "", "", "", "", "", List.of());

  @TempDir Path temp;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = temp.resolve("cap");
  }

  private CaptureDirectory prepare(boolean append) {
    return CaptureDirectory.prepare(path, Files::createDirectory, append);
  }

  private String refusal(boolean append) {
    return assertThrows(CaptureException.class, () -> prepare(append)).getMessage();
  }

  @Test
  void aNewDirectoryIsMadeForItsOwnerOnly() throws IOException {
    prepare(false).close();
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
  }

  @Test
  void anEmptyDirectoryIsTakenAndClosedToOthers() throws IOException {
    Files.createDirectory(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
    prepare(false).close();
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
  }

  @Test
  void aDirectoryWithoutParentIsRefused() {
    path = temp.resolve("missing/cap");
    assertEquals(path + ": cannot be recorded into: no such file or directory", refusal(false));
  }

  @Test
  void aFileIsRefused() throws IOException {
    Files.createFile(path);
    assertEquals(path + ": not a directory", refusal(false));
  }

  @Test
  void aForeignDirectoryIsRefusedAndLeftAsItWas() throws IOException {
    Files.createDirectory(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createFile(path.resolve("holiday.jpg"));

    for (boolean append : List.of(false, true)) {
      assertEquals(path + ": neither empty nor a capture", refusal(append));
    }
    assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    try (var files = Files.list(path)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void aSymbolicLinkIsRefusedWhateverItLeadsTo() throws IOException {
    Files.createSymbolicLink(path, Files.createDirectory(temp.resolve("elsewhere")));
    assertEquals(path + ": is a symbolic link", refusal(false));
    Files.delete(temp.resolve("elsewhere"));
    assertEquals(path + ": is a symbolic link", refusal(false));
  }

  @Test
  void aCaptureIsRefusedUnlessItIsToBeGoneOnWith() throws IOException {
    try (CaptureDirectory directory = prepare(false)) {
      assertEquals(1, directory.nextCycleNumber());
      directory.begin("host", RECORDING);
      Files.createDirectory(directory.nextCycle());
    }

    assertEquals(path + ": holds a capture already; --append goes on with it", refusal(false));
    try (CaptureDirectory directory = prepare(true)) {
      assertEquals(2, directory.nextCycleNumber());
      assertEquals(path.resolve("000002"), directory.nextCycle());
    }
  }

  @Test
  void aSecondRunIsAddedToTheManifestAndTheFirstStays() {
    Recording second = new Recording(2, "later", "boot", "kernel", "UTC", "tool", List.of("h"));
    try (CaptureDirectory directory = prepare(false)) {
      directory.begin("host", RECORDING);
    }
    Manifest before = Capture.open(path).manifest();
    try (CaptureDirectory directory = prepare(true)) {
      directory.begin("another name", second);
    }

    Manifest after = Capture.open(path).manifest();
    assertEquals(new Manifest(before.id(), "host", List.of(RECORDING, second)), after);
    assertFalse(before.id().isEmpty());
  }

  /** The most that readers take: more would be no manifest to them, and all of it lost. */
  @ParameterizedTest
  @CsvSource({"10000, 1", "1, 4194000"})
  void aManifestThatIsFullIsNotAddedToAndCanStillBeRead(int recordings, int length)
      throws IOException {
    Recording run = new Recording(1, "x".repeat(length), "", "", "", "", List.of());
    Files.createDirectory(path);
    Path file = path.resolve(Manifest.FILE);
    Manifest full = new Manifest("id", "host", Collections.nCopies(recordings, run));
    String json = Files.readString(Files.writeString(file, ManifestFile.toJson(full)));
    try (CaptureDirectory directory = prepare(true)) {
      assertEquals(
          path + ": has as many recordings as a manifest can name; begin another capture",
          assertThrows(CaptureException.class, () -> directory.begin("host", RECORDING))
              .getMessage());
    }
    assertEquals(json, Files.readString(file));
    assertEquals(full, Capture.open(path).manifest());
  }

  /** What is added twice, the run and then what it has attached, has room or is refused at once. */
  @Test
  void aRunThatWasAddedCanTellWhatItAttached() throws IOException {
    List<String> hooks = Collections.nCopies(20, "tp_btf/inet_sock_set_state:session_nested");
    Files.createDirectory(path);
    for (int length = (4 << 20) - 3000; length < (4 << 20) - 600; length += 100) {
      Recording first = new Recording(1, "x".repeat(length), "", "", "", "", List.of());
      Manifest before = new Manifest("id", "host", List.of(first));
      Files.writeString(path.resolve(Manifest.FILE), ManifestFile.toJson(before));
      try (CaptureDirectory directory = prepare(true)) {
        directory.begin("host", RECORDING);
        directory.attached(hooks);
      } catch (CaptureException e) {
        assertTrue(e.getMessage().contains("as many recordings"), e.getMessage());
        assertEquals(1, Capture.open(path).manifest().recordings().size());
      }
    }
  }

  @Test
  void aCaptureOfANewerFormatIsNotGoneOnWith() throws IOException {
    Files.createDirectory(path);
    Path manifest = Files.writeString(path.resolve(Manifest.FILE), "{\"format\": 2}");
    String message = refusal(true);
    assertTrue(message.startsWith(manifest + ": capture format 2"), message);
    assertEquals("{\"format\": 2}", Files.readString(manifest));
  }

  @Test
  void whatARecorderKilledAtItsStartLeftBehindIsNoObstacle() throws IOException {
    Files.createDirectory(path);
    Files.createFile(path.resolve("lock"));
    Files.writeString(path.resolve("manifest.json.new"), "{\"form");
    try (CaptureDirectory directory = prepare(false)) {
      directory.begin("host", RECORDING);
    }
    assertEquals("host", Capture.open(path).manifest().host());
  }

  @Test
  void aLinkInThePlaceOfAFileIsNotFollowed() throws IOException {
    Path victim = Files.writeString(temp.resolve("victim"), "precious");
    for (String name : List.of("lock", "manifest.json.new")) {
      Files.createDirectories(path);
      Files.deleteIfExists(path.resolve("lock"));
      Files.createSymbolicLink(path.resolve(name), victim);

      String message =
          assertThrows(
                  CaptureException.class,
                  () -> {
                    try (CaptureDirectory directory = prepare(false)) {
                      directory.begin("host", RECORDING);
                    }
                  })
              .getMessage();

      assertTrue(message.startsWith(path.toString()), message);
      assertEquals("precious", Files.readString(victim));
      Files.delete(path.resolve(name));
    }
  }
}
