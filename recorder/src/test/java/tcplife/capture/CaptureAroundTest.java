// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is recorded within a capture, by whatever way that is reached. */
class CaptureAroundTest {
  @TempDir Path temp;
  private Path inside;

  @BeforeEach
  void makeCapture() throws IOException {
    SyntheticCapture.in(temp.resolve("cap")).end();
    inside = Files.createDirectory(temp.resolve("cap/sub"));
    Files.createSymbolicLink(temp.resolve("link"), inside);
    Path elsewhere = Files.createDirectories(temp.resolve("else/in"));
    Files.createSymbolicLink(inside.resolve("out"), elsewhere);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cap/sub", "cap/sub/new/cap", "link/../new", "link/new", "link"})
  void withinIsRefused(String place) {
    CaptureException refused =
        assertThrows(CaptureException.class, () -> CaptureAround.requireNone(temp.resolve(place)));
    assertTrue(refused.getMessage().contains("is within a capture"), refused::getMessage);
  }

  @Test
  void aRecorderAsks() {
    assertThrows(
        CaptureException.class,
        () -> CaptureDirectory.prepare(inside.resolve("new"), Files::createDirectory, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cap", "new", "else/in/new", "cap/sub/out/../new"})
  void outsideIsNot(String place) throws IOException {
    CaptureAround.requireNone(temp.resolve(place));
  }

  /** As of a page that can be installed: W3C, Web Application Manifest. */
  @Test
  void anotherManifestIsNoCaptures() throws IOException {
    Path page = Files.createDirectory(temp.resolve("page"));
    Files.writeString(page.resolve(Manifest.FILE), "{\"name\": \"page\"}");
    CaptureAround.requireNone(page.resolve("cap"));
  }
}
