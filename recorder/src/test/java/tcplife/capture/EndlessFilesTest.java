// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Files that seem to have a terabyte, or never give one byte: reading ends all the same. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class EndlessFilesTest {
  private static final long TERABYTE = 1L << 40;

  @TempDir private Path directory;
  private Path capture;
  private final List<Damage> damages = new ArrayList<>();

  @BeforeEach
  void aCycle() {
    capture = directory.resolve("cap");
    SyntheticCapture.in(capture).end();
  }

  @Test
  void aHoleInAQueueFileIsNotReadToItsEnd() throws IOException {
    Path file = CycleFiles.queueFile(capture, 1);
    long size = Files.size(file);
    lengthen(file, TERABYTE);
    assertEquals(1, Sealing.records(capture, damages).size());
    assertEquals(1, damages.size());
    assertTrue(damages.get(0).offset() >= size - 8, damages::toString);
  }

  @Test
  void aHoleInASealedCycleIsNotReadToItsEnd() throws IOException {
    Path file = moveSealBehindAHole(TERABYTE);
    assertEquals(1, Sealing.records(capture, damages).size());
    assertEquals(1, damages.size());
    assertTrue(damages.get(0).toString().endsWith(": unreadable up to the end"), damages::toString);
    SealedFile sealed = SealedFile.of(capture, 1);
    assertEquals(TERABYTE, sealed.seal().contentBytes());
    assertNull(sealed.contentHash(), file::toString);
  }

  /** Of very many files each may have one, and a byte here and there. */
  @Test
  void aSealedCycleOfHolesIsNotHashed() throws IOException {
    Path file = moveSealBehindAHole(64 << 20);
    try (RandomAccessFile holes = new RandomAccessFile(file.toFile(), "rw")) {
      for (int at = 1; at < 64; at++) {
        holes.seek((long) at << 20);
        holes.write(1);
      }
    }
    assertNull(SealedFile.of(capture, 1).contentHash());
  }

  /** All of it is as a seal can have it, but the hash of what is before. */
  private Path moveSealBehindAHole(long start) throws IOException {
    Sealing.seal(capture);
    SealedFile sealed = SealedFile.of(capture, 1);
    String length = "\"content_bytes\":";
    String text = sealed.text().replace(length + sealed.seal().contentBytes(), length + start);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer seal = ByteBuffer.allocate(SealedLayout.TEXT_HEADER + bytes.length);
    seal.order(ByteOrder.LITTLE_ENDIAN).putInt(SealedLayout.SEAL_MAGIC).putInt(bytes.length);
    seal.putInt(SealedEnd.crc(bytes)).put(bytes);
    lengthen(sealed.file(), sealed.sealOffset());
    lengthen(sealed.file(), start);
    try (RandomAccessFile file = new RandomAccessFile(sealed.file().toFile(), "rw")) {
      file.seek(start);
      file.write(seal.array());
    }
    return sealed.file();
  }

  private static void lengthen(Path path, long length) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(length);
    }
  }

  @Test
  void aPipeOrALinkIsNoFileOfACapture() throws Exception {
    Path file = CycleFiles.queueFile(capture, 1);
    Path elsewhere = Files.move(file, directory.resolve("moved.cq4"));
    assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
    assertNotRead(file);
    Files.delete(file);
    Files.createSymbolicLink(file, elsewhere);
    assertNotRead(file);
    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("/dev/zero"));
    assertNotRead(file);
    Path manifest = capture.resolve(Manifest.FILE);
    Files.delete(manifest);
    assertEquals(0, new ProcessBuilder("mkfifo", manifest.toString()).start().waitFor());
    CaptureException refused = assertThrows(CaptureException.class, () -> Capture.open(capture));
    assertEquals(manifest + ": cannot be read: not a regular file", refused.getMessage());
  }

  private void assertNotRead(Path file) {
    damages.clear();
    assertEquals(0, Sealing.records(capture, damages).size());
    assertEquals(1, damages.size());
    assertTrue(damages.get(0).toString().endsWith("not a regular file"), damages::toString);
    assertTrue(damages.get(0).toString().startsWith(file.getParent().toString()));
  }

  @Test
  void aManifestOfRecordingsWithoutEndIsNone() throws IOException {
    Path manifest = capture.resolve(Manifest.FILE);
    Files.writeString(manifest, "{\"format\":1,\"recordings\":[" + "{},".repeat(1_300_000) + "1]}");
    CaptureException refused = assertThrows(CaptureException.class, () -> Capture.open(capture));
    assertEquals(manifest + ": not a manifest: more than 10000 recordings", refused.getMessage());
  }
}
