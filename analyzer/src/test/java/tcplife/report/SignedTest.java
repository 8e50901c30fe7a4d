// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Capture;
import tcplife.capture.SealedFile;
import tcplife.capture.Seals;
import tcplife.capture.SigningKey;
import tcplife.capture.SnapshotMaker;
import tcplife.cli.ExitCode;
import tcplife.replay.Run;

/** Signed seals, and the keys that they are held against. */
class SignedTest {
  @TempDir Path directory;
  private SigningKey own;
  private SigningKey other;
  private Path capture;

  @BeforeEach
  void sign() throws IOException, GeneralSecurityException {
    own = KeyFiles.make(directory.resolve("own"));
    other = KeyFiles.make(directory.resolve("other"));
    capture = SealedCapture.sealed(directory.resolve("cap"), own);
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

  /** That it was signed, the seal itself says: nobody need know the key. */
  private void assertSignatureIsMissed(int cycle) throws IOException {
    Path file = SealedCapture.file(capture, cycle);
    byte[] bytes = Files.readAllBytes(file);
    Seals.unsign(capture, cycle);
    String what = file + ": its seal names the key that signed it, but it is not signed\n";
    assertAltered(SealedCapture.verify(capture), what);
    assertAltered(verify("own.pub"), what);
    Files.write(file, bytes);
    assertFalse(verify("own.pub").out().contains("ALTERED"));
  }

  @Test
  void aSignatureThatIsCutOffIsMissedAndItsCycleNamed() throws IOException {
    for (int cycle = 1; cycle <= SealedCapture.CYCLES; cycle++) {
      assertSignatureIsMissed(cycle);
    }
  }

  @Test
  void soIsThatOfACycleOfASnapshot() throws IOException {
    Path snapshot = directory.resolve("snapshot");
    new SnapshotMaker(capture, Capture.open(capture)::manifest, own, Assertions::fail)
        .make(List.of(3, 4), snapshot);
    capture = snapshot;
    assertSignatureIsMissed(3);
    assertSignatureIsMissed(4);
  }

  @Test
  void soIsThatOfACycleThatWasDropped() throws IOException {
    capture = directory.resolve("dropped");
    SealedCapture.write(capture, 443);
    Seals.seal(capture, own, SealedCapture.CYCLES + 1);
    assertTrue(verify("own.pub").out().contains("cycle 5 was dropped by a limit"));
    assertSignatureIsMissed(5);
  }

  @Test
  void soIsThatOfNoCycle() throws IOException {
    Seals.sealWhatCanBe(capture, own, () -> 3);
    assertTrue(verify("own.pub").out().contains("6 is no cycle"));
    assertSignatureIsMissed(6);
  }

  @Test
  void aSignatureByAnotherKeyIsFound() throws IOException {
    Seals.sign(capture, 2, other, SealedFile.of(capture, 2).text());
    String what = SealedCapture.file(capture, 2) + ": signed with another key than its seal names";
    assertAltered(SealedCapture.verify(capture), what);
    assertAltered(verify("other.pub"), what);
  }

  @Test
  void aSignatureOfAnotherSealIsFound() throws IOException {
    Seals.sign(capture, 2, own, SealedFile.of(capture, 3).text());
    assertAltered(
        SealedCapture.verify(capture),
        SealedCapture.file(capture, 2) + ": its signature is not of its seal\n");
  }

  /** Sealed again by who has the program, but not the key. */
  @Test
  void theLastCycleSealedAgainIsFound() throws IOException {
    SealedCapture.write(capture, 80);
    Seals.seal(capture, other, 1);
    assertAltered(verify("own.pub"), SealedCapture.file(capture, 6) + ": signed with another key");
  }

  /** Who has the key does not vouch for what was dropped before, but it is no loss for that. */
  @Test
  void whatWasDroppedBeforeTheKeyCameIsNotMissed() throws IOException {
    Path unsigned = directory.resolve("unsigned");
    SealedCapture.write(unsigned, 443);
    Seals.seal(unsigned, null, 3);
    SealedCapture.write(unsigned, 443);
    Seals.seal(unsigned, own, 0);
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

  @Test
  void aKeyThatIsNotThereIsNamedWithTheReason() {
    Path file = directory.resolve("nowhere");
    assertEquals(
        "tcplife verify: " + file + ": cannot be read: no such file or directory\n",
        verify("nowhere").err());
  }
}
