// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Capture;
import tcplife.capture.Manifest;
import tcplife.capture.SealedFile;
import tcplife.capture.Seals;
import tcplife.cli.ExitCode;

/** What the manifest says of a recording of which a limit dropped all cycles is covered still. */
class EarlierRecordingsTest {
  private static final String OTHERS = "its seal has other recordings before its own than manifest";

  @TempDir Path directory;
  private Path capture;
  private Path manifest;
  private String text;

  /** Of its two recordings the first one has no cycles any more. */
  @BeforeEach
  void makeCapture() throws IOException {
    capture = directory.resolve("cap");
    SealedCapture.write(capture, 443);
    SealedCapture.write(capture, 443);
    Seals.seal(capture, null, 7);
    assertEquals(7, Capture.open(capture).cycles().get(0));
    assertEquals(ExitCode.OK, SealedCapture.verify(capture).code());
    manifest = capture.resolve(Manifest.FILE);
    text = Files.readString(manifest);
  }

  private void assertAltered(String altered) throws IOException {
    assertNotEquals(text, altered);
    Files.writeString(manifest, altered);
    SealedCapture.assertAltered(capture, OTHERS);
  }

  @Test
  void whatIsChangedIsFound() throws IOException {
    for (String word : List.of("18:00", "b007", "6.18", "Berlin", "tcplife test", "none")) {
      assertAltered(text.replaceFirst(word, "another"));
    }
    assertAltered(text.replaceFirst("\"first_cycle\" : 1", "\"first_cycle\" : 2"));
  }

  @Test
  void whatIsRemovedIsFound() throws IOException {
    int first = text.indexOf('{', 1);
    assertAltered(text.substring(0, first) + text.substring(text.indexOf('{', first + 1)));
  }

  @Test
  void whatIsAddedIsFound() throws IOException {
    assertAltered(text.replaceFirst("\\[ [{]", "[ {\"first_cycle\": 1}, {"));
  }

  /** As docs/format.md has it. */
  @Test
  void itIsTheHashOfTheirTexts() throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
    Manifest.Recording first = Capture.open(capture).manifest().recordings().get(0);
    bytes.putInt(7);
    for (String each :
        List.of(
            "1",
            first.started(),
            first.bootId(),
            first.kernel(),
            first.timeZone(),
            first.tool(),
            "none")) {
      bytes.putInt(each.length()).put(each.getBytes(StandardCharsets.US_ASCII));
    }
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(bytes.flip());
    assertEquals(
        HexFormat.of().formatHex(digest.digest()), SealedFile.of(capture, 8).seal().earlier());
  }
}
