// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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
  private Verification incomplete;
  private Verification intact;
  private int named;
  private int looked;

  @BeforeEach
  void verifySome() throws IOException {
    Path capture = SealedCapture.sealed(directory.resolve("cap"), null);
    intact = SealedCapture.verification(capture);
    Files.delete(SealedCapture.file(capture, 5));
    incomplete = SealedCapture.verification(capture);
    Files.delete(SealedCapture.file(capture, 3));
    altered = SealedCapture.verification(capture);
    assertEquals(
        List.of(Weight.NOTE, Weight.INCOMPLETE, Weight.ALTERED),
        Stream.of(intact, incomplete, altered).map(Verification::weight).toList());
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
        });
  }

  private static List<Verification> times(int count, Verification first, Verification then) {
    List<Verification> looks = new ArrayList<>(Collections.nCopies(count, first));
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
    assertSame(incomplete, best(Integer.MAX_VALUE, times(3, altered, incomplete)));
    named = 0;
    assertSame(incomplete, best(Integer.MAX_VALUE, List.of(incomplete, altered)));
    named = 0;
    assertSame(intact, best(Integer.MAX_VALUE, times(3, altered, intact)));
  }

  @Test
  void whatSeemsToBeAlteredIsLookedAtMoreOftenWhileItChanges() {
    assertSame(incomplete, best(Integer.MAX_VALUE, times(30, altered, incomplete)));
  }

  @Test
  void aLookWhileNothingChangesCountsWhateverSeemedToBeBefore() {
    assertSame(altered, best(5, times(3, incomplete, altered)));
  }

  @Test
  void whatIsAlteredAndNeverRestsIsSaidToBeAfterAWhile() {
    assertSame(altered, best(Integer.MAX_VALUE, List.of(altered)));
  }
}
