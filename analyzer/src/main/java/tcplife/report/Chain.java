// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import tcplife.capture.Capture;
import tcplife.capture.Manifest;
import tcplife.capture.Manifest.Snapshot;
import tcplife.capture.Seal;
import tcplife.capture.SealedFile;

/**
 * How the cycles of a capture hang together: each seal names the one before, and what was dropped
 * by a limit; so a cycle that is not there any more is missed.
 */
final class Chain {
  private final List<Integer> cycles;
  private final Map<Integer, SealedFile> sealed;
  private final NavigableSet<Integer> unreadable;
  private final Set<Integer> leftUnsealed;
  private final Capture capture;
  private final int oldest;
  private final List<Finding> findings = new ArrayList<>();
  private int dropped;
  private int unlinked;

  Chain(Capture capture, SealedCycles seals) {
    this.capture = capture;
    this.cycles = capture.cycles();
    this.sealed = seals.byNumber();
    this.unreadable = seals.unreadable();
    this.leftUnsealed = seals.leftUnsealed();
    oldest = sealed.values().stream().mapToInt(each -> each.seal().oldest()).max().orElse(0);
    if (!cycles.isEmpty()) {
      checkHead();
      checkGaps();
      checkUnsealed();
      checkLinks();
    }
  }

  List<Finding> findings() {
    return findings;
  }

  /** Below this number a limit dropped cycles, with their seals, as a seal says; 0 for none. */
  int dropped() {
    return dropped;
  }

  /**
   * No seal hangs together with those before this number, which were left when a limit dropped what
   * is between; 0 if all do.
   */
  int unlinked() {
    return unlinked;
  }

  private void checkHead() {
    int first = cycles.get(0);
    Snapshot snapshot = capture.manifest().snapshot();
    if (snapshot != null) {
      tellSnapshot(snapshot);
    }
    if (first <= (snapshot == null ? 1 : snapshot.first())) {
      return;
    }
    for (SealedFile each : sealed.values()) {
      if (each.seal().oldest() >= first) {
        dropped = first;
        findings.add(
            Finding.note(
                "cycles before %d were dropped by a limit, as the seal of cycle %d says"
                    .formatted(first, each.seal().cycle())));
        return;
      }
    }
    findings.add(
        Finding.altered("cycles before " + first + " are missing; no seal says that they may be"));
  }

  /** Who wants to hide that cycles were deleted has only to call the rest a snapshot. */
  private void tellSnapshot(Snapshot snapshot) {
    String what =
        "a snapshot, taken %s, of cycles %d to %d of a recording; "
            .formatted(snapshot.taken(), snapshot.first(), snapshot.last());
    findings.add(
        capture.isSnapshot()
            ? Finding.note(what + "so says the last one's seal")
            : Finding.incomplete(what + "so says " + Manifest.FILE + ", and no seal"));
  }

  private void checkGaps() {
    int expected = cycles.get(0);
    for (int cycle : cycles) {
      if (cycle > expected) {
        String missing =
            cycle - 1 == expected
                ? "cycle " + expected + " is"
                : "cycles %d to %d are".formatted(expected, cycle - 1);
        if (isDropped(cycle - 1)) {
          dropped = cycle;
          unlinked = cycle;
          findings.add(
              Finding.note(missing + " gone, dropped by a limit; what is before was left"));
        } else {
          findings.add(Finding.altered(missing + " missing"));
        }
      }
      expected = cycle + 1;
    }
  }

  /** Whether a seal tells that a limit drops a cycle; one that cannot be removed stays. */
  private boolean isDropped(int cycle) {
    return cycle < oldest;
  }

  /** Cycles are sealed in order: only those at the end may wait for it, or one that was damaged. */
  private void checkUnsealed() {
    int lastSealed = sealed.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
    for (int cycle : cycles) {
      if (!isDropped(cycle)
          && cycle < lastSealed
          && !sealed.containsKey(cycle)
          && !unreadable.contains(cycle)) {
        findings.add(
            leftUnsealed.contains(cycle)
                ? Finding.incomplete(
                    "cycle %d could not be sealed: damaged, or later ones were already"
                        .formatted(cycle))
                : Finding.altered("cycle " + cycle + " is not sealed, but later ones are"));
      }
    }
  }

  private void checkLinks() {
    SealedFile before = null;
    for (SealedFile each : sealed.values()) {
      Seal seal = each.seal();
      boolean first = before == null && cycles.get(0) > 1;
      String expected = before == null ? "" : before.hash();
      int last = before == null ? 0 : before.seal().cycle();
      Integer next = unreadable.higher(last);
      boolean unknown =
          next != null && next < seal.cycle()
              || seal.cycle() - last > 1 && isDropped(seal.cycle() - 1);
      if (!first && !unknown && !seal.previous().equals(expected)) {
        findings.add(
            Finding.altered(
                each.file()
                    + ": follows another seal than "
                    + (before == null ? "none" : "that of cycle " + before.seal().cycle())));
      }
      before = each;
    }
  }
}
