// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Seals;
import tcplife.capture.SigningKey;
import tcplife.cli.ExitCode;
import tcplife.replay.Run;

/** Signed seals, and the keys that they are held against. */
class SignedTest {
  @TempDir Path directory;
  private Path capture;

  @BeforeEach
  void sign() throws IOException, GeneralSecurityException {
    makeKey("own");
    makeKey("other");
    capture = SealedCapture.sealed(directory.resolve("cap"), key("own"));
  }

  private void makeKey(String name) throws IOException, GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    write(directory.resolve(name), "PRIVATE", pair.getPrivate());
    write(directory.resolve(name + ".pub"), "PUBLIC", pair.getPublic());
  }

  private static void write(Path file, String kind, Key key) throws IOException {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(key.getEncoded());
    Files.writeString(
        file, "-----BEGIN %1$s KEY-----\n%2$s\n-----END %1$s KEY-----\n".formatted(kind, base64));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private SigningKey key(String name) {
    return SigningKey.read(directory.resolve(name));
  }

  private Run verify(String publicKey) {
    return SealedCapture.verify(capture, "--public-key", directory.resolve(publicKey).toString());
  }

  private void assertAltered(Run run, String what) {
    assertEquals(ExitCode.ALTERED, run.code(), run::out);
    assertTrue(run.out().contains("ALTERED: " + what), run::out);
  }

  @Test
  void theKeyThatSignedIsRecognized() {
    Run run = verify("own.pub");
    assertEquals(ExitCode.OK, run.code(), run::out);
    assertTrue(run.out().contains(": signed with the key that was given\n"), run::out);
  }

  @Test
  void withoutAKeyItIsSaidThatNobodyKnowsWhoseItIs() {
    Run run = SealedCapture.verify(capture);
    assertEquals(ExitCode.OK, run.code(), run::out);
    assertTrue(run.out().contains(": whose it is, is not known here\n"), run::out);
  }

  @Test
  void anotherKeyIsNotTakenForIt() {
    assertAltered(
        verify("other.pub"), SealedCapture.file(capture, 1) + ": signed with another key");
  }

  @Test
  void whatIsNotSignedIsNotTakenForSigned() {
    capture = SealedCapture.sealed(directory.resolve("unsigned"), null);
    assertAltered(verify("own.pub"), "cycles that are not signed: 5");
  }

  /** Sealed again by who has the program, but not the key. */
  @Test
  void theLastCycleSealedAgainIsFound() throws IOException {
    SealedCapture.write(capture, 80);
    Seals.seal(capture, key("other"), 1);
    assertAltered(verify("own.pub"), SealedCapture.file(capture, 6) + ": signed with another key");
  }

  /** Who has the key does not vouch for what was dropped before, but it is no loss for that. */
  @Test
  void whatWasDroppedBeforeTheKeyCameIsNotMissed() throws IOException {
    Path unsigned = directory.resolve("unsigned");
    SealedCapture.write(unsigned, 443);
    Seals.seal(unsigned, null, 3);
    SealedCapture.write(unsigned, 443);
    Seals.seal(unsigned, key("own"), 0);
    Run run = SealedCapture.verify(unsigned);
    assertTrue(run.out().contains("cycles before 3 were dropped by a limit"), run::out);
    assertEquals(List.of(), Run.of("replay", unsigned.toString()).messages());
  }

  @Test
  void whatIsNoKeyIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("x"), "no key");
    Run run = verify("x");
    assertEquals(ExitCode.FAILED, run.code());
    assertEquals(
        "tcplife verify: " + file + ": not a public key (openssl pkey -pubout writes one)\n",
        run.err());
  }
}
