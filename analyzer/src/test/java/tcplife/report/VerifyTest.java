// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.capture.Manifest;
import tcplife.capture.Seals;
import tcplife.capture.SigningKey;
import tcplife.capture.SyntheticCapture;
import tcplife.cli.ExitCode;
import tcplife.cli.Failure;
import tcplife.event.LossRecord;
import tcplife.replay.Run;
import tcplife.report.Finding.Weight;

/** What {@code tcplife verify} says of captures, whole, altered and damaged. */
class VerifyTest {
  private static final int ALTERATIONS = Integer.getInteger("tcplife.alterations", 1000);

  @TempDir Path directory;

  private Path sealed() {
    return SealedCapture.sealed(directory.resolve("cap"), null);
  }

  @Test
  void whatIsAsItWasSealedIsIntact() {
    Path capture = sealed();
    Run run = SealedCapture.verify(capture, "--expect", SealedCapture.root(capture));
    assertEquals(
        """
        CAP: not signed: the seals fit each other, which does not show who made them
        CAP: the seal of cycle 5 is the root that was expected
        CAP: cycles: 5, sealed: 5
        CAP: root: ROOT
        CAP: with its cycle: 5:ROOT
        CAP: intact
        """
            .replace("CAP", capture.toString())
            .replace("ROOT", SealedCapture.root(capture)),
        run.out());
    assertEquals(ExitCode.OK, run.code());
  }

  /** Anywhere in a sealed file; no other cycle is blamed, but for following it. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eachAlterationIsFoundAndItsCycleNamed(boolean signed) throws Exception {
    SigningKey key = signed ? KeyFiles.make(directory.resolve("key")) : null;
    Path capture = SealedCapture.sealed(directory.resolve("cap"), key);
    long seed = Long.getLong("tcplife.seed", System.nanoTime());
    System.out.println("VerifyTest: -Dtcplife.seed=" + seed);
    Random random = new Random(seed);
    for (int i = 0; i < ALTERATIONS; i++) {
      int cycle = 1 + random.nextInt(SealedCapture.CYCLES);
      Path file = SealedCapture.file(capture, cycle);
      byte[] bytes = Files.readAllBytes(file);
      String what = i + " of " + file;
      int from = signed && random.nextBoolean() ? signature(bytes) : 0;
      Files.write(file, altered(bytes, from, random));

      Verification found = SealedCapture.verification(capture);
      List<String> blamed =
          found.findings().stream()
              .filter(each -> each.weight() == Weight.ALTERED)
              .map(Finding::text)
              .toList();
      assertTrue(blamed.stream().anyMatch(each -> each.startsWith(file.toString())), what);
      Pattern other = Pattern.compile(".*: follows another seal than .*|cycle " + cycle + " .*");
      blamed.stream()
          .filter(each -> !each.startsWith(file.toString()))
          .forEach(each -> assertTrue(other.matcher(each).matches(), what + ": " + each));
      Files.write(file, bytes);
    }
    assertEquals(Weight.NOTE, SealedCapture.verification(capture).weight());
  }

  /** Where a file's signature begins. */
  private static int signature(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("TCSG");
  }

  /**
   * Behind an offset: a bit, some bytes, some zeros, what is elsewhere in the file, or an end that
   * is cut off, which may be all.
   */
  private static byte[] altered(byte[] bytes, int from, Random random) {
    byte[] altered = bytes.clone();
    while (Arrays.equals(bytes, altered)) {
      int length = 1 + random.nextInt(Math.min(64, bytes.length - from));
      int at = from + random.nextInt(bytes.length - from - length + 1);
      switch (random.nextInt(5)) {
        case 0 -> altered[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> {
          for (int i = at; i < at + length; i++) {
            altered[i] = (byte) random.nextInt();
          }
        }
        case 2 -> Arrays.fill(altered, at, at + length, (byte) 0);
        case 3 -> altered = Arrays.copyOf(bytes, random.nextBoolean() ? from : at);
        default ->
            System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), altered, at, length);
      }
    }
    return altered;
  }

  @Test
  void bytesCutOffOrPutBehindAreFound() throws IOException {
    Path capture = sealed();
    Path file = SealedCapture.file(capture, 3);
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length += 7) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertEquals(
          Weight.ALTERED, SealedCapture.verification(capture).weight(), "cut at " + length);
    }
    Files.write(file, bytes);
    Files.write(file, new byte[1], StandardOpenOption.APPEND);
    SealedCapture.assertAltered(capture, "000003.tcap");
  }

  @Test
  void cyclesThatChangeTheirPlacesAreFound() throws IOException {
    Path capture = sealed();
    Path spare = directory.resolve("spare");
    Files.move(SealedCapture.file(capture, 2), spare);
    Files.move(SealedCapture.file(capture, 3), SealedCapture.file(capture, 2));
    Files.move(spare, SealedCapture.file(capture, 3));
    SealedCapture.assertAltered(capture, "its seal is of cycle 3");
  }

  @Test
  void aCycleOfAnotherCaptureIsFound() throws IOException {
    Path capture = sealed();
    Path other = SealedCapture.sealed(directory.resolve("other"), null);
    Files.delete(SealedCapture.file(capture, 2));
    Files.move(SealedCapture.file(other, 2), SealedCapture.file(capture, 2));
    SealedCapture.assertAltered(capture, "its seal is of the capture ");
  }

  /** As one does who has the program: the cycle's own seal is right then. */
  private Path resealed(int cycle) throws IOException {
    Path capture = directory.resolve("cap");
    SealedCapture.write(capture, 443);
    Path forged = directory.resolve("forged");
    SealedCapture.copy(capture, forged);
    SealedCapture.write(directory.resolve("other"), 80);
    Seals.seal(capture, null, 1);

    for (int each = 1; each <= SealedCapture.CYCLES; each++) {
      SealedCapture.delete(forged.resolve("%06d".formatted(each)));
      if (each != cycle) {
        Files.copy(SealedCapture.file(capture, each), SealedCapture.file(forged, each));
      }
    }
    for (int each = cycle + 1; each <= SealedCapture.CYCLES; each++) {
      Files.delete(SealedCapture.file(forged, each));
    }
    String name = "%06d".formatted(cycle);
    SealedCapture.copy(directory.resolve("other").resolve(name), forged.resolve(name));
    Seals.seal(forged, null, 1);
    for (int each = cycle + 1; each <= SealedCapture.CYCLES; each++) {
      Files.copy(SealedCapture.file(capture, each), SealedCapture.file(forged, each));
    }
    return forged;
  }

  @Test
  void aCycleThatWasAlteredAndSealedAgainBreaksTheChain() throws IOException {
    SealedCapture.assertAltered(
        resealed(3), "000004.tcap: follows another seal than that of cycle 3");
  }

  @Test
  void theLastCycleSealedAgainIsFoundByTheRootOnly() throws IOException {
    Path forged = resealed(SealedCapture.CYCLES);
    assertEquals(ExitCode.OK, SealedCapture.verify(forged).code());

    Path capture = directory.resolve("cap");
    Run run = SealedCapture.verify(forged, "--expect", SealedCapture.root(capture));
    assertEquals(ExitCode.ALTERED, run.code());
    assertTrue(run.out().contains("ALTERED: no seal has the root that was expected"), run::out);
  }

  @Test
  void aRootOfBeforeIsFoundAmongTheSeals() throws IOException {
    Path capture = sealed();
    String root = SealedCapture.root(capture);
    SealedCapture.write(capture, 443);
    Seals.seal(capture, null, 1);
    Run run = SealedCapture.verify(capture, "--expect", root.toUpperCase());
    assertEquals(ExitCode.OK, run.code(), run::out);
    assertTrue(
        run.out()
            .contains(
                "the seal of cycle 5 is the root that was expected; what follows was sealed later"),
        run::out);
  }

  @Test
  void theManifestIsCovered() throws IOException {
    Path capture = sealed();
    Path manifest = capture.resolve(Manifest.FILE);
    String text = Files.readString(manifest);
    for (String word : new String[] {"\"host\" : \"host\"", "b007", "Berlin", "6.18", "none"}) {
      assertTrue(text.contains(word), word);
      String other = word.substring(0, word.length() - 2) + "x" + word.charAt(word.length() - 1);
      Files.writeString(manifest, text.replace(word, other));
      SealedCapture.assertAltered(capture, Manifest.FILE);
    }
  }

  @Test
  void whatARecorderLeftUnfinishedIsNamedAndNoHarm() throws IOException {
    Path capture = sealed();
    Files.createDirectory(capture.resolve("000006.new"));
    Files.createFile(capture.resolve("000005.tcap.new"));
    Run run = SealedCapture.verify(capture);
    String what = " is no part of it: being made, or left behind by a recorder that was killed\n";
    assertTrue(run.out().contains(capture + ": 000005.tcap.new" + what), run::out);
    assertTrue(run.out().contains(capture + ": 000006.new" + what), run::out);
    assertEquals(ExitCode.OK, run.code());
  }

  @Test
  void whatWasLostBeforeIsTold() {
    Path capture = directory.resolve("lossy");
    SyntheticCapture.in(capture)
        .clock(1, 1, "UTC")
        .loss(new LossRecord(1, 2, 7, LossRecord.RING_FULL, 0))
        .lose(0, 7)
        .end();
    Seals.seal(capture, null, 0);
    Run run = SealedCapture.verify(capture);
    assertEquals(ExitCode.OK, run.code(), run::out);
    String lost = "events that were lost while it was recorded, as its seals say: 7\n";
    assertTrue(run.out().contains(capture + ": " + lost), run::out);
  }

  @Test
  void whatIsNotSealedIsCounted() throws IOException {
    Path capture = sealed();
    SealedCapture.write(capture, 443);
    Run run = SealedCapture.verify(capture);
    assertEquals(ExitCode.INCOMPLETE, run.code(), run::out);
    assertTrue(
        run.out().contains("cycle 6 is not sealed: 22 records, of which nothing can be said\n"),
        run::out);
    assertFalse(run.out().contains("ALTERED"), run::out);
  }

  @Test
  void aCycleThatIsNotSealedAmongSealedOnesIsAnAlteration() throws IOException {
    Path capture = directory.resolve("cap");
    SealedCapture.write(capture, 443);
    Path raw = directory.resolve("raw");
    SealedCapture.copy(capture, raw);
    Seals.seal(capture, null, 1);
    Files.delete(SealedCapture.file(capture, 2));
    SealedCapture.copy(raw.resolve("000002"), capture.resolve("000002"));
    SealedCapture.assertAltered(capture, "cycle 2 is not sealed, but later ones are");
  }

  @Test
  void aDirectoryThatIsGoneSinceIsNamedWithTheReason() {
    Path gone = directory.resolve("gone");
    Failure failure = assertThrows(Failure.class, () -> VerifyCommand.names(gone));
    assertEquals(gone + ": cannot be read: no such file or directory", failure.getMessage());
  }

  @Test
  void whatIsNoRootIsRefused() {
    Run run = SealedCapture.verify(sealed(), "--expect", "12");
    assertEquals(ExitCode.USAGE, run.code());
    assertEquals(
        "tcplife verify: --expect: '12' is not 64 hexadecimal digits, nor a cycle's number,"
            + " a colon and these"
            + " (tcplife verify --help lists the options)\n",
        run.err());
  }
}
