// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.capture.Manifest.Recording;

/** A seal may be long; what is kept of one among very many is short. */
class LongSealTest {
  @TempDir Path temp;

  @Test
  void theBriefOneHasNothingLong() throws IOException {
    Path many = temp.resolve("many");
    List<Integer> unsealed = List.of(1, 2, Integer.MAX_VALUE);
    ManySeals.in(many, 1).unsealed(unsealed).host("h").add(7, Seal.DROPPED, 3);
    SealedFile sealed = SealedFile.of(many, 7);
    assertEquals(unsealed, sealed.seal().unsealed());
    assertEquals("h", sealed.seal().host());
    SealedFile brief = sealed.brief();
    assertEquals("", brief.text());
    assertEquals(List.of(), brief.seal().unsealed());
    assertEquals("", brief.seal().host());
    assertEquals(Recording.UNKNOWN, brief.seal().recording());
    assertEquals(7, brief.seal().cycle());
    assertEquals(3, brief.seal().oldest());
    assertEquals(Seal.DROPPED, brief.seal().ending());
    assertEquals(sealed.hash(), brief.hash());
    assertEquals(sealed.sealOffset(), brief.sealOffset());
  }

  @ParameterizedTest
  @ValueSource(strings = {"capture", "previous", "content", "ending", "earlier", "key"})
  void aNameThatIsLongerThanAnyIsNoSealsOwn(String field) throws BlockException, IOException {
    Path capture = temp.resolve("cap");
    SyntheticCapture.in(capture).end();
    Sealing.seal(capture, SigningKeyTest.key(temp));
    String text = SealedFile.of(capture, 1).text();
    String longest = text.replaceFirst("\"" + field + "\":\"[^\"]*\"", name(field, 64));
    assertEquals("x".repeat(64), value(Seal.parse(bytes(longest)), field));
    BlockException refused =
        assertThrows(
            BlockException.class, () -> Seal.parse(bytes(longest.replace("xx\"", "xxx\""))));
    assertTrue(refused.getMessage().contains("'" + field + "' of 65"), refused::getMessage);
  }

  private static String name(String field, int length) {
    return "\"" + field + "\":\"" + "x".repeat(length) + "\"";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String value(Seal seal, String field) {
    return switch (field) {
      case "capture" -> seal.capture();
      case "previous" -> seal.previous();
      case "content" -> seal.content();
      case "ending" -> seal.ending();
      case "key" -> seal.key();
      default -> seal.earlier();
    };
  }
}
