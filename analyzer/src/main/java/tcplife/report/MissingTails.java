// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import tcplife.capture.Capture;
import tcplife.capture.Manifest.Recording;
import tcplife.capture.Seal;
import tcplife.capture.SealedFile;

/** What is missing behind the last cycles of recordings, or of all that a recording had. */
final class MissingTails {
  private final Capture capture;
  private final Map<Integer, SealedFile> sealed;
  private final Map<Integer, CycleContent> contents;
  private final NavigableMap<Integer, Recording> recordings;
  private final Set<Integer> cut = new HashSet<>();
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param sealed the cycles that have a seal
   * @param contents what can be read of them
   */
  MissingTails(
      Capture capture, Map<Integer, SealedFile> sealed, Map<Integer, CycleContent> contents) {
    this.capture = capture;
    this.sealed = sealed;
    this.contents = contents;
    recordings = capture.manifest().byFirstCycle();
    checkRecordings();
  }

  List<Finding> findings() {
    return findings;
  }

  private void checkRecordings() {
    List<Integer> cycles = capture.cycles();
    int last = cycles.isEmpty() ? 0 : cycles.get(cycles.size() - 1);
    if (cycles.isEmpty()) {
      findings.add(Finding.incomplete("it has no cycles"));
    } else if (!isLastOfSnapshot(last)) {
      checkEnd(last);
      checkDropped(last);
    }
    for (int first : recordings.keySet()) {
      if (first <= last) {
        checkEnd(first - 1);
      }
    }
    for (Recording each : capture.manifest().recordings()) {
      if (!hasCycle(each, last)) {
        findings.add(
            Finding.incomplete(
                "nothing is there of the recording that began %s, with cycle %d"
                    .formatted(each.started(), each.firstCycle())));
      }
    }
  }

  /**
   * Whether a recording has one, or had it before a limit dropped it: its first number may be of
   * none, whose seal was made since all of it was removed.
   *
   * @param last of all
   */
  private boolean hasCycle(Recording recording, int last) {
    int cycle = recording.firstCycle();
    if (cycle < 1) {
      return false;
    }
    while (isOfNone(cycle) && recordings.floorEntry(cycle).getValue() == recording) {
      cycle++;
    }
    return cycle <= last && recordings.floorEntry(cycle).getValue() == recording;
  }

  private boolean isOfNone(int cycle) {
    return sealed.containsKey(cycle) && sealed.get(cycle).seal().isOfNone();
  }

  /** Of the last cycle of a recording that is there: whoever goes on takes the next number. */
  private void checkEnd(int last) {
    int cycle = lastRecorded(last);
    CycleContent content = contents.get(cycle);
    if (content != null && content.saysMoreFollows()) {
      tellMissingAfter(cycle);
    }
  }

  /** A limit keeps the newest of those that are closed. */
  private void checkDropped(int last) {
    int cycle = lastRecorded(last);
    if (sealed.containsKey(cycle) && sealed.get(cycle).seal().ending().equals(Seal.DROPPED)) {
      tellMissingAfter(cycle);
    }
  }

  /** Of a recording, by the last number of it; or one before, if it has none. */
  private int lastRecorded(int last) {
    Integer first = recordings.floorKey(last);
    int cycle = last;
    while ((first == null || cycle >= first) && isOfNone(cycle)) {
      cycle--;
    }
    return cycle;
  }

  /** A recording that has no cycle is looked at with the one before. */
  private void tellMissingAfter(int cycle) {
    if (!cut.add(cycle)) {
      return;
    }
    findings.add(
        Finding.incomplete(
            "cycles after %d are missing: removed, or the recorder was paused or killed just then"
                .formatted(cycle)));
  }

  private boolean isLastOfSnapshot(int cycle) {
    return capture.isSnapshot() && capture.manifest().snapshot().last() == cycle;
  }
}
