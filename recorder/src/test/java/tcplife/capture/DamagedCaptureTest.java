// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tcplife.capture.NumberedBatches.BATCHES;
import static tcplife.capture.NumberedBatches.allCookies;
import static tcplife.capture.NumberedBatches.cookiesWithout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.QueueFile.Document;
import tcplife.event.RecordHeader;
import tcplife.event.StateLayout;

/** Captures that were damaged: what is whole is read, what is not is told. */
@Timeout(120)
class DamagedCaptureTest {
  @TempDir Path temp;
  private Path path;
  private QueueFile file;

  @BeforeEach
  void makeCapture() throws IOException {
    path = temp.resolve("cap");
    file = NumberedBatches.make(path);
    assertEquals(BATCHES, file.batches().size());
    assertEquals(allCookies(), Readings.of(path).cookies());
  }

  private static Random seeded() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    return new Random(seed);
  }

  @Test
  void aFlippedBitCostsItsBatchOnlyAndIsToldWithFileAndOffset() throws IOException {
    Random random = seeded();
    for (int i = 0; i < 100; i++) {
      int batch = random.nextInt(BATCHES);
      Document document = file.batches().get(batch);
      int body = document.offset() + 4;
      long bit = body * 8L + random.nextInt((document.end() - body) * 8);
      file.flip(bit);
      file.write();
      Readings readings = Readings.of(path);
      file.flip(bit);

      String what = "batch " + batch + ", bit " + bit;
      assertEquals(cookiesWithout(batch), readings.cookies(), what);
      assertEquals(1, readings.damages().size(), what);
      assertEquals(file.file, readings.damages().get(0).file(), what);
      assertEquals(document.offset(), readings.damages().get(0).offset(), what);
    }
  }

  @Test
  void aFlippedBitInTheHeaderOfADocumentCostsNoBatch() throws IOException {
    for (Document document : file.documents()) {
      for (int bit = 0; bit < 32; bit++) {
        file.flip(document.offset() * 8L + bit);
        file.write();
        List<Long> cookies = Readings.of(path).cookies();
        file.flip(document.offset() * 8L + bit);

        assertEquals(allCookies(), cookies, document + ", bit " + bit);
      }
    }
  }

  @Test
  void aZeroedRegionCostsTheBatchesInItAndIsTold() throws IOException {
    Document third = file.batches().get(3);
    Document fifth = file.batches().get(5);
    file.zero(third.offset(), fifth.offset());
    file.write();

    Readings readings = Readings.of(path);

    assertEquals(cookiesWithout(3, 4), readings.cookies());
    assertEquals(
        List.of(new Damage(file.file, third.offset(), "unreadable up to byte " + fifth.offset())),
        readings.damages());
  }

  @Test
  void whateverIsWrittenOverTheFileNoReadingFailsOrShowsWhatWasNotRecorded() throws IOException {
    Random random = seeded();
    byte[] noise = new byte[64];
    for (int i = 0; i < 200; i++) {
      QueueFile damaged = new QueueFile(file);
      for (int places = 1 + random.nextInt(4); places > 0; places--) {
        random.nextBytes(noise);
        int length = 1 + random.nextInt(noise.length);
        int at = random.nextInt(damaged.bytes.capacity() - length);
        damaged.bytes.put(at, noise, 0, length);
      }
      damaged.write(
          random.nextInt(4) == 0
              ? random.nextInt(damaged.bytes.capacity())
              : damaged.bytes.capacity());

      List<Long> cookies = Readings.of(path).cookies();

      assertTrue(allCookies().containsAll(cookies), cookies::toString);
      assertEquals(cookies.stream().sorted().distinct().toList(), cookies);
    }
  }

  @Test
  void aRecordThatCannotBeOneCostsTheRestOfItsBatch() throws IOException {
    byte[] broken = new byte[RecordHeader.SIZE];
    broken[RecordHeader.LENGTH] = 12;
    Path other = temp.resolve("other");
    SyntheticCapture.in(other)
        .state(StateFields.ofSocket(1))
        .raw(broken)
        .state(StateFields.ofSocket(2))
        .batch()
        .state(StateFields.ofSocket(3))
        .end();

    Readings readings = Readings.of(other);

    assertEquals(List.of(1L, 3L), readings.cookies());
    assertEquals(1, readings.damages().size());
    Document batch = new QueueFile(other).batches().get(0);
    assertEquals(
        batch.offset() + 4 + BatchLayout.HEADER_SIZE + StateLayout.SIZE,
        readings.damages().get(0).offset());
  }

  @Test
  void aRecordTooShortForItsKindIsLeftOutAlone() {
    byte[] tooShort = new byte[StateLayout.SIZE - 8];
    tooShort[RecordHeader.LENGTH] = (byte) tooShort.length;
    tooShort[RecordHeader.KIND] = RecordHeader.STATE_KIND;
    Path other = temp.resolve("other");
    SyntheticCapture.in(other)
        .state(StateFields.ofSocket(1))
        .raw(tooShort)
        .state(StateFields.ofSocket(2))
        .end();

    Readings readings = Readings.of(other);

    assertEquals(List.of(1L, 2L), readings.cookies());
    assertEquals(1, readings.damages().size());
  }

  @Test
  void aCycleWithoutItsFileIsToldAndTheOthersAreRead() throws IOException {
    SyntheticCapture.in(path).state(StateFields.ofSocket(1000)).end();
    Files.delete(file.file);

    Readings readings = Readings.of(path);

    assertEquals(List.of(1000L), readings.cookies());
    assertEquals(
        List.of(new Damage(path.resolve("000001"), 0, "no queue file")), readings.damages());
  }
}
