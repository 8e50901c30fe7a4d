// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
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

  /** But more than {@link #ENOUGH} only within so many times what the first one took. */
  private static final int LONGEST = 20;

  /**
   * What so many find, one after the other, in the same words, was altered: what only seems so is
   * of a cycle that was sealed or dropped during the look, and during the next it is another.
   */
  private static final int CERTAIN = 3;

  private Looks() {}

  /**
   * @param names gives those in the capture's directory
   * @param look verifies the capture as it is then
   * @param clock ns
   */
  static Verification best(
      Supplier<Set<String>> names, Supplier<Verification> look, LongSupplier clock) {
    long start = clock.getAsLong();
    long end = start;
    Verification best = null;
    Map<Finding, Integer> altered = Map.of();
    Set<String> before = names.get();
    for (int looks = 1; best == null || looks <= most(best, end - clock.getAsLong()); looks++) {
      Verification now = look.get();
      Set<String> after = names.get();
      altered = inARow(altered, now);
      if (now.weight() == Weight.NOTE || after.equals(before) || altered.containsValue(CERTAIN)) {
        return now;
      }
      best = best == null || now.weight().compareTo(best.weight()) <= 0 ? now : best;
      end = looks == 1 ? start + LONGEST * (clock.getAsLong() - start) : end;
      before = after;
    }
    return best;
  }

  /** What seems to be altered, and how many looks in a row have found it. */
  private static Map<Finding, Integer> inARow(Map<Finding, Integer> before, Verification now) {
    Map<Finding, Integer> times = new HashMap<>();
    for (Finding each : now.findings()) {
      if (each.weight() == Weight.ALTERED) {
        times.put(each, 1 + before.getOrDefault(each, 0));
      }
    }
    return times;
  }

  private static int most(Verification best, long timeLeft) {
    return best.weight() == Weight.ALTERED && timeLeft >= 0 ? MOST : ENOUGH;
  }
}
