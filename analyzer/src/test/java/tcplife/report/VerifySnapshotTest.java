// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.capture.Capture;
import tcplife.capture.Manifest;
import tcplife.capture.Sealing;
import tcplife.capture.Seals;
import tcplife.capture.SnapshotMaker;
import tcplife.cli.ExitCode;
import tcplife.replay.Run;

/** What {@code tcplife verify} says of snapshots, and of what only calls itself one. */
class VerifySnapshotTest {
  @TempDir Path directory;

  private Path sealed() {
    return sealed("cap");
  }

  private Path sealed(String name) {
    return SealedCapture.sealed(directory.resolve(name), null);
  }

  private Path snapshotOf(Path capture, Integer... cycles) {
    Path place = directory.resolve("snapshot");
    SnapshotMaker maker =
        new SnapshotMaker(capture, Capture.open(capture)::manifest, null, Assertions::fail);
    assertEquals(cycles.length, maker.make(List.of(cycles), place).cycles());
    return place;
  }

  @Test
  void itIsWholeFromItsFirstCycleToItsLast() throws IOException {
    Path capture = sealed();
    Path place = snapshotOf(capture, 2, 3, 4);
    Run run = SealedCapture.verify(place);
    assertEquals(ExitCode.OK, run.code(), run::out);
    assertTrue(run.out().contains(": a snapshot, taken "), run::out);
    String says = ", of cycles 2 to 4 of a recording; so says the last one's seal\n";
    assertTrue(run.out().contains(says), run::out);
    assertEquals(ExitCode.OK, SealedCapture.verify(capture).code(), "that it was taken of");

    Files.delete(SealedCapture.file(place, 4));
    SealedCapture.assertIncomplete(place, "cycles after 3 are missing");
  }

  @Test
  void whatWasNotSealedYetIsInIt() throws IOException {
    Path capture = directory.resolve("cap");
    SealedCapture.write(capture, 443);
    Path place = snapshotOf(capture, 2, 3);
    Run run = SealedCapture.verify(place);
    assertEquals(ExitCode.OK, run.code(), run::out);
    assertTrue(run.out().contains("cycles: 2, sealed: 2\n"), run::out);
    assertTrue(Files.isDirectory(capture.resolve("000002")), "the recording's own");
  }

  /** Else it would do to hide that the first cycles are gone. */
  @Test
  void itIsNoneThatOnlyItsManifestCallsSo() throws IOException {
    Path capture = sealed();
    Files.delete(SealedCapture.file(capture, 1));
    String snapshot = "{\"first\": 2, \"last\": 5, \"taken\": \"2026-11-28T00:00:00Z\"}";
    add(capture, "snapshot", snapshot);
    SealedCapture.assertIncomplete(
        capture,
        "a snapshot, taken 2026-11-28T00:00:00Z, of cycles 2 to 5 of a recording;"
            + " so says manifest.json, and no seal\n");
  }

  /** Whichever cycles it is said to have. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void itHidesNoLostEnd(int first) throws IOException {
    Path capture = sealed();
    Files.delete(SealedCapture.file(capture, 5));
    Files.delete(SealedCapture.file(capture, 4));
    String snapshot = "{\"first\": %d, \"last\": 3, \"taken\": \"\"}";
    add(capture, "snapshot", snapshot.formatted(first));
    SealedCapture.assertIncomplete(capture, "cycles after 3 are missing");
    SealedCapture.assertIncomplete(capture, "; so says manifest.json, and no seal");
  }

  /** What replay says is missing, it says though the manifest calls the rest a snapshot. */
  @Test
  void whoReadsBelievesTheSealAlone() throws IOException {
    Path capture = sealed();
    Files.delete(SealedCapture.file(capture, 1));
    List<String> before = Run.of("replay", capture.toString()).messages();
    assertEquals(1, before.size(), before::toString);
    add(capture, "snapshot", "{\"first\": 2, \"last\": 5, \"taken\": \"\"}");
    assertEquals(before, Run.of("replay", capture.toString()).messages());

    Path place = snapshotOf(sealed("other"), 2, 3);
    assertEquals(List.of(), Run.of("replay", place.toString()).messages());
  }

  /** A limit drops cycles while others are copied: those before them are dropped too. */
  @Test
  void itHasNoGap() throws IOException {
    Path capture = sealed();
    Files.delete(SealedCapture.file(capture, 2));
    Path place = directory.resolve("snapshot");
    SnapshotMaker maker =
        new SnapshotMaker(capture, Capture.open(capture)::manifest, null, Assertions::fail);
    assertEquals(3, maker.make(List.of(1, 2, 3, 4, 5), place).cycles());
    assertEquals(List.of(3, 4, 5), Capture.open(place).cycles());
    assertEquals(ExitCode.OK, SealedCapture.verify(place).code());
  }

  /** A cycle that could not be read when its turn came has no seal, though it can be read now. */
  @Test
  void whatTheCaptureLeftOutIsLeftOutOfIt() throws IOException {
    Path capture = directory.resolve("cap");
    SealedCapture.write(capture, 443);
    Path second = capture.resolve("000002");
    byte[] whole = Seals.damage(second);
    Seals.sealWhatCanBe(capture, null, () -> 0);
    Seals.write(second, whole);
    SealedCapture.assertIncomplete(
        capture, "cycle 2 could not be sealed: damaged, or later ones were already");
    SealedCapture.assertIncomplete(snapshotOf(capture, 1, 2, 3, 4), "cycle 2 could not be sealed");
  }

  @Test
  void aCycleThatWasDroppedIsNoneOfIt() {
    Path capture = directory.resolve("cap");
    SealedCapture.write(capture, 443);
    Sealing.drop(capture, 2);
    Path place = directory.resolve("snapshot");
    SnapshotMaker maker =
        new SnapshotMaker(capture, Capture.open(capture)::manifest, null, Assertions::fail);
    assertEquals(2, maker.make(List.of(2, 3, 4), place).cycles());
    assertEquals(ExitCode.OK, SealedCapture.verify(place).code());
  }

  /** Its directory stays until there is room for a seal that tells it. */
  @Test
  void aCycleThatIsDroppedOnAFullDiskIsNoneOfIt() throws IOException {
    Path capture = directory.resolve("cap");
    SealedCapture.write(capture, 443);
    SealedCapture.delete(capture.resolve("000002"));
    Files.createDirectory(capture.resolve("000002"));
    Path place = directory.resolve("snapshot");
    SnapshotMaker maker =
        new SnapshotMaker(capture, Capture.open(capture)::manifest, null, Assertions::fail);
    assertEquals(3, maker.make(List.of(1, 2, 3, 4, 5), place).cycles());
    assertEquals(ExitCode.OK, SealedCapture.verify(place).code());
  }

  private static void add(Path capture, String field, String value) throws IOException {
    Path manifest = capture.resolve(Manifest.FILE);
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.replaceFirst("[{]", "{\"%s\": %s,".formatted(field, value)));
  }

  @Test
  void itsManifestIsCovered() throws IOException {
    Path place = snapshotOf(sealed(), 3, 4);
    Path manifest = place.resolve(Manifest.FILE);
    String text = Files.readString(manifest);
    for (String field : List.of("\"first\" : ", "\"last\" : ", "\"taken\" : \"")) {
      String altered = text.replaceFirst(field + "\\d", field + "9");
      assertNotEquals(text, altered);
      Files.writeString(manifest, altered);
      SealedCapture.assertAltered(place, "its seal is of another snapshot than manifest.json");
    }
  }

  /** What was cut tells its losses in other words, so that some would seem to be none. */
  @Test
  void neitherIsACutNorAnImport() throws IOException {
    Path capture = sealed();
    String text = Files.readString(capture.resolve(Manifest.FILE));
    add(capture, "cut", "{\"of\": \"\", \"kept\": 1}");
    SealedCapture.assertAltered(capture, "its seal tells of another origin than manifest.json");
    Files.writeString(capture.resolve(Manifest.FILE), text);
    add(capture, "imported", "\"json\"");
    SealedCapture.assertAltered(capture, "its seal tells of another origin than manifest.json");
  }
}
