// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.fixture.CaptureScript;

/** What cannot be read at all: one line that names it, exit code 1, and not even a header. */
@Timeout(60)
class UnreadableCaptureTest {
  @TempDir private Path directory;
  private Path capture;
  private Path manifest;

  @BeforeEach
  void writeCapture() {
    capture = new CaptureScript().write(directory.resolve("cap"));
    manifest = capture.resolve("manifest.json");
  }

  @Test
  void aMissingDirectoryIsNamed() {
    Path missing = directory.resolve("nowhere");
    assertFails(missing, missing + ": no such directory");
  }

  @Test
  void aFileIsNoCapture() {
    assertFails(manifest, manifest + ": not a directory");
  }

  @Test
  void aForeignDirectoryIsNoCapture() {
    assertFails(directory, directory + ": not a capture: no manifest.json");
  }

  @Test
  void aNewerFormatIsNamedWithWhatCanBeRead() throws IOException {
    rewrite("\"format\" : 1", "\"format\" : 2");
    assertFails(capture, manifest + ": capture format 2, this program reads 1 to 1");
  }

  @Test
  void aManifestWithoutAFormatIsNone() throws IOException {
    rewrite("\"format\" : 1,", "");
    assertFails(capture, manifest + ": not a manifest: it names no format");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "7"})
  void otherJsonIsNoManifest(String content) throws IOException {
    Files.writeString(manifest, content);
    assertFails(capture, manifest + ": not a manifest: it names no format");
  }

  @Test
  void whatIsNotJsonIsNoManifest() throws IOException {
    Files.writeString(manifest, "nonsense");
    Run run = Run.of("replay", capture.toString());
    assertEquals(1, run.code());
    assertEquals(1, run.messages().size(), run.err());
    String start = "tcplife replay: " + manifest + ": not a manifest: ";
    assertEquals(start, run.err().substring(0, start.length()));
  }

  @Test
  void oneThatCannotBeReadAmongSeveralIsToldBeforeAnyRow() {
    Path missing = directory.resolve("nowhere");
    Run run = Run.of("replay", capture.toString(), missing.toString());
    assertEquals(new Run(1, "", "tcplife replay: " + missing + ": no such directory\n"), run);
  }

  private void rewrite(String old, String replacement) throws IOException {
    String text = Files.readString(manifest);
    assertEquals(1, text.split(java.util.regex.Pattern.quote(old), -1).length - 1);
    Files.writeString(manifest, text.replace(old, replacement));
  }

  private static void assertFails(Path path, String message) {
    assertEquals(
        new Run(1, "", "tcplife replay: " + message + "\n"), Run.of("replay", path.toString()));
  }
}
