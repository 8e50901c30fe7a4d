// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tcplife.capture.NumberedBatches.BATCHES;
import static tcplife.capture.NumberedBatches.allCookies;
import static tcplife.capture.NumberedBatches.cookiesWithout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sealed cycles that were damaged: a damaged block costs itself only, and is told. */
@Timeout(120)
class DamagedSealedCycleTest {
  @TempDir Path temp;
  private Path path;
  private Path file;
  private byte[] sound;
  private final List<Integer> blocks = new ArrayList<>();
  private int seal;

  @BeforeEach
  void makeCapture() throws IOException {
    path = temp.resolve("cap");
    NumberedBatches.make(path);
    file = Sealing.sealInBlocks(path);
    sound = Files.readAllBytes(file);
    ByteBuffer bytes = ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN);
    int at = SealedLayout.HEAD_SIZE;
    while (bytes.getInt(at) == SealedLayout.BLOCK_MAGIC) {
      blocks.add(at);
      at += SealedLayout.BLOCK_HEADER + bytes.getInt(at + SealedLayout.PAYLOAD);
    }
    seal = at;
    assertEquals(BATCHES, blocks.size());
    assertEquals(allCookies(), Readings.of(path).cookies());
    assertEquals(List.of(), Readings.of(path).damages());
  }

  private Readings read(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    return Readings.of(path);
  }

  private int blockOf(int at) {
    int block = -1;
    while (block + 1 < blocks.size() && blocks.get(block + 1) <= at) {
      block++;
    }
    return block;
  }

  @Test
  void anyByteThatIsFlippedCostsItsBlockOnlyAndIsToldWithFileAndOffset() throws IOException {
    for (int at = 0; at < sound.length; at++) {
      byte[] damaged = sound.clone();
      damaged[at] ^= (byte) 0xff;

      Readings readings = read(damaged);

      String what = "byte " + at;
      int block = blockOf(at);
      boolean inBlock = block >= 0 && at < seal;
      assertEquals(inBlock ? cookiesWithout(block) : allCookies(), readings.cookies(), what);
      assertEquals(1, readings.damages().size(), what + readings.damages());
      Damage damage = readings.damages().get(0);
      assertEquals(file, damage.file(), what);
      assertEquals(at >= seal ? seal : inBlock ? blocks.get(block) : 0, damage.offset(), what);
    }
  }

  @Test
  void cutOffAnywhereItKeepsWhatIsWholeAndTellsWhereItEnds() throws IOException {
    for (int length = 0; length < sound.length; length += 3) {
      Readings readings = read(Arrays.copyOf(sound, length));
      int whole = Math.max(0, length >= seal ? BATCHES : blockOf(length));
      assertEquals(NumberedBatches.cookiesBefore(whole), readings.cookies(), "length " + length);
      assertFalse(readings.damages().isEmpty(), "length " + length);
    }
  }

  @Test
  void whatIsBehindTheEndIsTold() throws IOException {
    Readings readings = read(Arrays.copyOf(sound, sound.length + 5));
    assertEquals(allCookies(), readings.cookies());
    assertEquals(
        List.of(new Damage(file, sound.length, "5 bytes behind the end")), readings.damages());
  }

  @Test
  void aBlockThatWasTakenOutWholeIsMissed() throws IOException {
    byte[] less = new byte[sound.length - (blocks.get(3) - blocks.get(2))];
    System.arraycopy(sound, 0, less, 0, blocks.get(2));
    System.arraycopy(sound, blocks.get(3), less, blocks.get(2), sound.length - blocks.get(3));
    Readings readings = read(less);
    assertEquals(cookiesWithout(2), readings.cookies());
    assertEquals("sealed with 8 batches, but has 7", readings.damages().get(0).what());
  }

  @Test
  void theCycleOfAnotherPlaceIsTold() throws IOException {
    Files.move(file, CycleFiles.sealed(path, 2));
    assertEquals("by its head, cycle 1", Readings.of(path).damages().get(0).what());
    Path other = temp.resolve("other");
    NumberedBatches.make(other);
    Sealing.seal(other);
    Files.write(CycleFiles.sealed(other, 1), sound);
    assertEquals(
        "by its head, a cycle of another capture", Readings.of(other).damages().get(0).what());
  }

  @Test
  void aFileOfFalseBlocksOneWithinAnotherIsGivenUpSoon() throws IOException {
    byte[] hostile = Arrays.copyOf(sound, 1 << 20);
    ByteBuffer bytes = ByteBuffer.wrap(hostile).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = blocks.get(1); at + 36 < hostile.length; at += 36) {
      bytes.putInt(at, SealedLayout.BLOCK_MAGIC).putInt(at + 4, hostile.length / 2);
      bytes.putInt(at + 8, 1000);
    }
    Readings readings = read(hostile);
    assertEquals(NumberedBatches.cookiesBefore(1), readings.cookies());
    assertEquals(1, readings.damages().size());
  }

  @Test
  void whateverIsWrittenOverItNoReadingFailsOrShowsWhatWasNotRecorded() throws IOException {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    byte[] noise = new byte[64];
    for (int i = 0; i < 300; i++) {
      byte[] damaged = sound.clone();
      for (int places = 1 + random.nextInt(4); places > 0; places--) {
        random.nextBytes(noise);
        int length = 1 + random.nextInt(noise.length);
        System.arraycopy(noise, 0, damaged, random.nextInt(damaged.length - length), length);
      }
      List<Long> cookies = read(damaged).cookies();
      assertTrue(allCookies().containsAll(cookies), cookies::toString);
      assertEquals(cookies.stream().sorted().distinct().toList(), cookies);
    }
  }
}
