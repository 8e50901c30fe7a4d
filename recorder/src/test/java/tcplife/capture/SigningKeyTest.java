// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Seals are signed with a key as openssl writes it. */
@Timeout(60)
class SigningKeyTest {
  /** The secret key of RFC 8032, 7.1, test 1, in the form of RFC 8410. */
  private static final String PEM =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
      -----END PRIVATE KEY-----
      """;

  private static final String PUBLIC =
      "302a300506032b6570032100"
          + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

  @TempDir Path temp;

  /** That key, from a file in a directory. */
  static SigningKey key(Path directory) throws IOException {
    return SigningKey.read(key(directory, PEM, "rw-------"));
  }

  private Path key(String text, String mode) throws IOException {
    return key(temp, text, mode);
  }

  private static Path key(Path directory, String text, String mode) throws IOException {
    Path file = Files.writeString(directory.resolve("key.pem"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static String refusal(Path key) {
    return assertThrows(CaptureException.class, () -> SigningKey.read(key)).getMessage();
  }

  @Test
  void aSignatureIsTheOneOfTheStandardWithItsPublicKeyBehind() throws IOException {
    byte[] signed = SigningKey.read(key(PEM, "rw-------")).sign(new byte[0]);
    assertEquals(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
            + PUBLIC,
        HexFormat.of().formatHex(signed));
    assertTrue(Signatures.isGood(new byte[0], signed));
    assertFalse(Signatures.isGood(new byte[1], signed));
  }

  /** Bytes behind the key, or within it, would make many keys of one, and long ones. */
  @Test
  void aKeyHasOneForm() throws IOException {
    byte[] text = {1, 2, 3};
    byte[] signed = SigningKey.read(key(PEM, "rw-------")).sign(text);
    assertTrue(Signatures.isGood(text, signed));
    assertFalse(Signatures.isGood(text, Arrays.copyOf(signed, signed.length + 1)));
    assertFalse(Signatures.isGood(text, Arrays.copyOf(signed, SealedLayout.LARGEST_SEAL)));
    String parameters = PUBLIC.replace("302a300506032b6570", "302c300706032b65700500");
    byte[] key = HexFormat.of().parseHex(parameters);
    byte[] other = Arrays.copyOf(signed, Signatures.SIGNATURE_SIZE + key.length);
    System.arraycopy(key, 0, other, Signatures.SIGNATURE_SIZE, key.length);
    assertFalse(Signatures.isGood(text, other));
    for (int length = 0; length < signed.length; length++) {
      assertFalse(Signatures.isGood(text, Arrays.copyOf(signed, length)));
    }
  }

  @Test
  void aSealedCycleIsSigned() throws IOException {
    Path capture = temp.resolve("cap");
    NumberedBatches.make(capture);
    Sealing.seal(capture, SigningKey.read(key(PEM, "rw-------")));
    SealedFile sealed = SealedFile.of(capture, 1);
    assertTrue(sealed.isSigned());
    assertTrue(sealed.isSignatureGood());
    assertEquals(
        "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", sealed.publicKey());
    assertEquals(sealed.publicKey(), sealed.seal().key());

    byte[] altered = Files.readAllBytes(sealed.file());
    byte[] host = "\"host\":\"host\"".getBytes(StandardCharsets.UTF_8);
    int at = indexOf(altered, host) + 8;
    altered[at] = 'm';
    byte[] text =
        java.util.Arrays.copyOfRange(
            altered,
            (int) sealed.sealOffset() + 12,
            (int) sealed.sealOffset() + 12 + sealed.text().length());
    java.nio.ByteBuffer.wrap(altered)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .putInt((int) sealed.sealOffset() + SealedLayout.TEXT_CRC, SealedEnd.crc(text));
    Files.write(sealed.file(), altered);
    assertEquals("most", SealedFile.of(capture, 1).seal().host());
    assertFalse(SealedFile.of(capture, 1).isSignatureGood());
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int at = 0; ; at++) {
      if (java.util.Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
  }

  @Test
  void aKeyThatOthersMayReadIsRefused() throws IOException {
    for (String mode : new String[] {"rw-r-----", "rw----r--", "rw--w----"}) {
      Path key = key(PEM, mode);
      assertEquals(key + ": others may read this key; chmod 600 keeps them out", refusal(key));
    }
  }

  @Test
  void whatIsNoSuchKeyIsRefused() throws IOException {
    for (String text : new String[] {"", "ssh-ed25519 AAAA", PEM.replace("MC4CAQ", "MC4CAA")}) {
      Path key = key(text, "rw-------");
      assertTrue(refusal(key).startsWith(key + ": not a private key of Ed25519"), refusal(key));
    }
    Path missing = temp.resolve("missing.pem");
    assertEquals(missing + ": cannot be read: no such file or directory", refusal(missing));
  }
}
