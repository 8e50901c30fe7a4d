// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When cycles ended, by what is on the disk. */
class KeptCyclesTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  @TempDir private Path capture;
  private Duration passed = Duration.ZERO;
  private Duration ahead = Duration.ZERO;

  private long[] clocks() {
    long boot = passed.plusDays(3).toNanos();
    return new long[] {boot, NOW.toEpochMilli() * 1_000_000 + passed.plus(ahead).toNanos()};
  }

  private static void touch(Path path, int minutesAgo) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(NOW.minusSeconds(60L * minutesAgo)));
  }

  private void cycle(int number, int begun, int ended) throws IOException {
    Path directory = Files.createDirectory(capture.resolve("%06d".formatted(number)));
    touch(Files.createFile(directory.resolve("metadata.cq4t")), begun);
    touch(Files.write(directory.resolve("19700101L.cq4"), new byte[1]), ended);
    touch(directory, begun);
  }

  @Test
  void aCycleEndsWithItsLastWriteAndNotAsItWasMade() throws IOException {
    cycle(1, 130, 70);
    cycle(2, 70, 10);
    touch(Files.createFile(capture.resolve("000003.tcap")), 5);
    cycle(4, 5, 0);
    KeptCycles kept = keepingAll();
    kept.current(4);
    assertEquals(List.of(2, 3), kept.endedWithin(Duration.ofMinutes(20)));
    assertEquals(List.of(1, 2, 3), kept.endedWithin(null));
  }

  private KeptCycles keepingAll() {
    return new KeptCycles(capture, new Retention(Long.MAX_VALUE, null, false), this::clocks);
  }

  @Test
  void aClockThatIsSetMakesNoCycleOlder() throws IOException {
    cycle(1, 130, 70);
    cycle(2, 70, 10);
    Retention anHour = new Retention(Long.MAX_VALUE, Duration.ofHours(1), false);
    KeptCycles kept = new KeptCycles(capture, anHour, this::clocks);
    kept.current(3);
    cycle(4, 9, 9);
    kept.current(5);
    assertEquals(2, kept.getAsInt());

    ahead = Duration.ofHours(1);
    assertEquals(2, kept.getAsInt());
    assertEquals(List.of(2, 4), kept.endedWithin(Duration.ofMinutes(20)));
    ahead = Duration.ofHours(-1);
    assertEquals(2, kept.getAsInt());

    ahead = Duration.ZERO;
    passed = Duration.ofMinutes(51);
    assertEquals(3, kept.getAsInt());
  }

  /** While it is sealed, a cycle has both forms, and takes the room of both. */
  @Test
  void aCycleOfBothFormsIsOne() throws IOException {
    cycle(1, 9, 8);
    Files.write(capture.resolve("000001.tcap"), new byte[3]);
    Files.write(capture.resolve("000001/19700101L.cq4"), new byte[5]);
    KeptCycles kept = keepingAll();
    kept.current(2);
    assertEquals(8, kept.bytes());
    assertEquals(List.of(1), kept.endedWithin(null));
  }

  /** Where several wait to be sealed, each asks. */
  @Test
  void whatIsNeededIsGivenUpOnce() throws IOException {
    for (int i = 1; i <= 4; i++) {
      cycle(i, 9 - i, 8 - i);
      Files.write(capture.resolve("%06d/19700101L.cq4".formatted(i)), new byte[5]);
    }
    KeptCycles kept =
        new KeptCycles(capture, new Retention(Long.MAX_VALUE, null, true), this::clocks);
    kept.current(5);
    kept.needed(4);
    assertEquals(2, kept.getAsInt());
    Files.delete(capture.resolve("000001/19700101L.cq4"));
    Files.delete(capture.resolve("000001/metadata.cq4t"));
    Files.delete(capture.resolve("000001"));
    assertEquals(0, kept.getAsInt());
    kept.needed(4);
    assertEquals(3, kept.getAsInt());
  }

  @Test
  void cyclesOfMoreThanSixDigitsCountToo() throws IOException {
    cycle(1_000_000, 5, 3);
    KeptCycles kept = keepingAll();
    kept.current(1_000_001);
    assertEquals(List.of(1_000_000), kept.endedWithin(null));
  }

  /** Snapshots have no gap, whatever clocks there were. */
  @Test
  void whatComesAfterOneThatEndedWithinATimeDidToo() throws IOException {
    cycle(1, 99, 70);
    cycle(2, 15, 12);
    cycle(3, 50, 40);
    cycle(4, 11, 8);
    KeptCycles kept = keepingAll();
    kept.current(5);
    assertEquals(List.of(2, 3, 4), kept.endedWithin(Duration.ofMinutes(20)));
  }

  @Test
  void aCycleThatWasSealedSinceItWasSeenIsThere() throws IOException {
    Files.write(capture.resolve("000001.tcap"), new byte[3]);
    touch(capture.resolve("000001.tcap"), 7);
    long written = NOW.toEpochMilli() - Duration.ofMinutes(7).toMillis();
    CycleOnDisk sealed = new CycleOnDisk(3, true, written);
    assertEquals(sealed, CycleOnDisk.find(capture, 1, true));
    Files.createDirectory(capture.resolve("000001"));
    assertEquals(sealed, CycleOnDisk.find(capture, 1, true), "its queue is removed already");
    assertNull(CycleOnDisk.find(capture, 2, true));
  }

  /** So many that a listing takes more than one look at the directory. */
  @Test
  @Timeout(60)
  void noneIsOverlookedWhileTheyAreSealed() throws Exception {
    int cycles = 3000;
    for (int i = 1; i <= cycles; i++) {
      cycle(i, 9, 8);
    }
    KeptCycles kept = keepingAll();
    kept.current(cycles + 1);
    FutureTask<Void> sealing = new FutureTask<>(() -> seal(cycles), null);
    new Thread(sealing).start();
    do {
      assertEquals(cycles, kept.endedWithin(null).size());
      assertTrue(kept.bytes() >= cycles, "each has a byte at least");
    } while (!sealing.isDone());
    sealing.get();
  }

  private void seal(int cycles) {
    try {
      for (int i = 1; i <= cycles; i++) {
        Path directory = capture.resolve("%06d".formatted(i));
        Files.write(capture.resolve("%06d.tcap".formatted(i)), new byte[1]);
        Files.delete(directory.resolve("19700101L.cq4"));
        Files.delete(directory.resolve("metadata.cq4t"));
        Files.delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
