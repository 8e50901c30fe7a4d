// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;
import tcplife.recorder.Retention.Closed;

/** Which cycles stay. */
class RetentionTest {
  private static final long NONE = Long.MAX_VALUE;
  private static final long HOUR = 3_600_000;

  /** Cycles from number 5 on, of 10 bytes each, that ended at 1, 2, 3… hours. */
  private static List<Closed> cycles(int count) {
    return cycles(count, 0);
  }

  /**
   * The same.
   *
   * @param unsealed how many of the newest are not sealed yet
   */
  private static List<Closed> cycles(int count, int unsealed) {
    List<Closed> cycles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      cycles.add(new Closed(5 + i, 10, i < count - unsealed, (i + 1) * HOUR));
    }
    return cycles;
  }

  @Test
  void withoutALimitAllStay() {
    assertEquals(0, new Retention(NONE, null, false).oldest(cycles(9), 1000 * HOUR, NONE));
  }

  @ParameterizedTest
  @CsvSource({"124, 0", "120, 6", "80, 9", "14, 13", "1, 13"})
  void aQuarterOfTheSizeIsSetAsideAndWhatSealingTakes(long most, int oldest) {
    // 90 bytes in all; three quarters of 124, less a 32nd, hold them.
    assertEquals(oldest, new Retention(most, null, false).oldest(cycles(9), 0, 0));
  }

  @ParameterizedTest
  @CsvSource({"3, 0", "4, 0", "5, 6", "8, 9", "99, 9"})
  void whatEndedLongerAgoGoesButNeverTheNewest(int hoursNow, int oldest) {
    Retention retention = new Retention(NONE, Duration.ofHours(3), false);
    assertEquals(oldest, retention.oldest(cycles(5), hoursNow * HOUR, 0));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 6", "10, 6", "11, 7", "1000, 9"})
  void asManyGoAsTheHostNeeds(long needed, int oldest) {
    assertEquals(oldest, new Retention(NONE, null, true).oldest(cycles(5), 0, needed));
  }

  @ParameterizedTest
  @CsvSource({"10, 1, 0", "11, 1, 6", "10, 2, 6"})
  void whatSealingIsAboutToFreeNeedNotGo(long needed, int unsealed, int oldest) {
    assertEquals(oldest, new Retention(NONE, null, true).oldest(cycles(5, unsealed), 0, needed));
  }

  /** As if it were dropped too, nobody would miss what was deleted. */
  @Test
  void whatIsGoneBehindTheLastThatGoesIsNotGivenUp() {
    List<Closed> cycles = cycles(5);
    cycles.subList(1, 3).clear();
    assertEquals(6, new Retention(NONE, null, true).oldest(cycles, 0, 1));
  }

  @Test
  void aCycleIsAnEighthOfTheLimits() {
    Retention retention = new Retention(800, Duration.ofHours(8), false);
    assertEquals(100, retention.cycleBytes(NONE));
    assertEquals(50, retention.cycleBytes(50));
    assertEquals(Duration.ofHours(1), retention.cycleAge(Duration.ofHours(2)));
    assertEquals(Duration.ofMinutes(5), retention.cycleAge(Duration.ofMinutes(5)));
  }

  @ParameterizedTest
  @CsvSource({"10%, 100", "0%, 0", "99%, 990", "300, 300", "0, 0", "1K, 1024"})
  void whatIsLeftFreeIsASizeOrAPercentage(String text, long bytes) {
    assertEquals(bytes, new KeepFree.Converter().convert(text).of(1000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"100%", "-1%", "5 %", "", "much", "05%"})
  void anythingElseIsRefused(String text) {
    TypeConversionException refused =
        assertThrows(TypeConversionException.class, () -> new KeepFree.Converter().convert(text));
    assertEquals(
        "'" + text + "' is not a size such as 512M, nor a percentage from 0% to 99%",
        refused.getMessage());
  }

  @Test
  void theDefaultIsAShareOfASmallDiskAndLittleOfALargeOne() {
    assertEquals(5 << 20, KeepFree.DEFAULT.of(100 << 20));
    assertEquals(1L << 30, KeepFree.DEFAULT.of(1L << 40));
  }
}
