// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
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
    touch(Files.createFile(directory.resolve("19700101L.cq4")), ended);
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

  @Test
  void cyclesOfMoreThanSixDigitsCountToo() throws IOException {
    cycle(1_000_000, 5, 3);
    KeptCycles kept = keepingAll();
    kept.current(1_000_001);
    assertEquals(List.of(1_000_000), kept.endedWithin(null));
  }
}
