// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import java.util.Set;
import java.util.function.Supplier;
import tcplife.report.Finding.Weight;

/**
 * Verifies a capture that may be recorded meanwhile. What was listed may be sealed or dropped
 * before it is read, and then seems to be missing; so it is looked at again until nothing comes or
 * goes during a look. If that never is, the look that finds the least fault is the right one: what
 * was altered each of them finds.
 */
final class Looks {
  /** So many, if nothing seems to be altered. */
  private static final int ENOUGH = 10;

  /** And so many if something does: whoever changes a capture for ever is no reason to go on so. */
  private static final int MOST = 100;

  private Looks() {}

  /**
   * @param names gives those in the capture's directory
   * @param look verifies the capture as it is then
   */
  static Verification best(Supplier<Set<String>> names, Supplier<Verification> look) {
    Verification best = null;
    Set<String> before = names.get();
    for (int looks = 1; best == null || looks <= most(best); looks++) {
      Verification now = look.get();
      Set<String> after = names.get();
      if (now.weight() == Weight.NOTE || after.equals(before)) {
        return now;
      }
      best = best == null || now.weight().compareTo(best.weight()) <= 0 ? now : best;
      before = after;
    }
    return best;
  }

  private static int most(Verification best) {
    return best.weight() == Weight.ALTERED ? MOST : ENOUGH;
  }
}
