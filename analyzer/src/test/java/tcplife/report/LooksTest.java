// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.report.Finding.Weight;

/** What counts of several looks at a capture that changes under them. */
@Timeout(60)
class LooksTest {
  @TempDir private Path directory;
  private Verification altered;
  private Verification alteredElsewhere;
  private Verification incomplete;
  private Verification intact;
  private int named;
  private int looked;

  /** How long each look takes, ns. */
  private int pace;

  @BeforeEach
  void verifySome() throws IOException {
    Path capture = SealedCapture.sealed(directory.resolve("cap"), null);
    intact = SealedCapture.verification(capture);
    Files.delete(SealedCapture.file(capture, 5));
    incomplete = SealedCapture.verification(capture);
    byte[] third = Files.readAllBytes(SealedCapture.file(capture, 3));
    Files.delete(SealedCapture.file(capture, 3));
    altered = SealedCapture.verification(capture);
    Files.write(SealedCapture.file(capture, 3), third);
    Files.delete(SealedCapture.file(capture, 2));
    alteredElsewhere = SealedCapture.verification(capture);
    assertEquals(
        List.of(Weight.NOTE, Weight.INCOMPLETE, Weight.ALTERED, Weight.ALTERED),
        Stream.of(intact, incomplete, altered, alteredElsewhere)
            .map(Verification::weight)
            .toList());
  }

  /**
   * @param changes before so many looks at names; then nothing changes any more
   * @param looks what each shows; then the last for ever
   */
  private Verification best(int changes, List<Verification> looks) {
    Iterator<Verification> each = looks.iterator();
    Verification last = looks.get(looks.size() - 1);
    return Looks.best(
        () -> Set.of("name " + Math.min(named++, changes)),
        () -> {
          looked++;
          return each.hasNext() ? each.next() : last;
        },
        () -> (long) looked * pace);
  }

  /** First looks of which each finds another alteration than the one before. */
  private List<Verification> changing(int count, Verification then) {
    List<Verification> looks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      looks.add(i % 2 == 0 ? altered : alteredElsewhere);
    }
    looks.add(then);
    return looks;
  }

  @Test
  void whatDoesNotChangeIsAsItIsFoundAtOnce() {
    for (Verification each : List.of(intact, incomplete, altered)) {
      looked = 0;
      assertSame(each, best(0, List.of(each)));
      assertEquals(1, looked);
    }
  }

  @Test
  void whatSeemedToBeAlteredAndIsNotIsNotSaidToBe() {
    assertSame(incomplete, best(Integer.MAX_VALUE, List.of(altered, altered, incomplete)));
    named = 0;
    List<Verification> worse = changing(20, altered);
    worse.add(0, incomplete);
    assertSame(incomplete, best(Integer.MAX_VALUE, worse));
    named = 0;
    assertSame(intact, best(Integer.MAX_VALUE, changing(3, intact)));
  }

  @Test
  void whatSeemsToBeAlteredIsLookedAtMoreOftenWhileItChanges() {
    assertSame(incomplete, best(Integer.MAX_VALUE, changing(30, incomplete)));
  }

  @Test
  void aLookWhileNothingChangesCountsWhateverSeemedToBeBefore() {
    assertSame(altered, best(2, List.of(incomplete, incomplete, altered)));
    assertEquals(3, looked);
  }

  @Test
  void whatThreeLooksInARowFindAlteredIsSaidToBe() {
    assertSame(altered, best(Integer.MAX_VALUE, List.of(incomplete, altered)));
    assertEquals(4, looked);
    looked = 0;
    named = 0;
    assertSame(altered, best(Integer.MAX_VALUE, changing(7, altered)));
    assertEquals(9, looked);
  }

  @Test
  void itIsNotLookedAtForEver() {
    assertEquals(Weight.ALTERED, best(Integer.MAX_VALUE, changing(1000, intact)).weight());
    assertEquals(100, looked);
  }

  /** Of a large capture each look takes a while. */
  @Test
  void itIsNotLookedAtForMuchLongerThanOnce() {
    pace = 7;
    assertEquals(Weight.ALTERED, best(Integer.MAX_VALUE, changing(1000, intact)).weight());
    assertEquals(21, looked);
  }
}
