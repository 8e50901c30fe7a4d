// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tcplife.capture.Capture;
import tcplife.capture.CycleFiles;
import tcplife.capture.Manifest.Snapshot;
import tcplife.capture.Reason;
import tcplife.capture.SealedFile;
import tcplife.report.Finding.Weight;

/** Whether a capture is what was sealed, and all of it. Reads it, and changes nothing. */
final class Verification {
  private final Capture capture;
  private final Map<Integer, SealedFile> sealed;
  private final Map<Integer, CycleContent> contents;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param expected the root that a seal must be; or null
   * @param key the key that all must be signed with; or null
   */
  Verification(Capture capture, Root expected, String key) {
    this.capture = capture;
    SealedCycles cycles = new SealedCycles(capture);
    sealed = cycles.byNumber();
    contents = CycleContent.of(capture);
    findings.addAll(cycles.findings());
    tellDamages();
    Chain chain = new Chain(capture, cycles);
    findings.addAll(chain.findings());
    tellUnsealed(cycles.broken());
    sealed.keySet().forEach(this::tellTwice);
    tellLosses();
    findings.addAll(new MissingTails(capture, sealed, contents).findings());
    tellDrafts();
    if (!sealed.isEmpty()) {
      findings.addAll(new Signers(sealed.values(), key).findings());
    }
    if (expected != null) {
      Snapshot snapshot = capture.isSnapshot() ? capture.manifest().snapshot() : null;
      findings.add(expected.in(sealed.values(), snapshot, chain.dropped(), cycles.unreadable()));
      tellUnlinked(chain.unlinked());
    }
  }

  private void tellDamages() {
    for (Map.Entry<Integer, CycleContent> each : contents.entrySet()) {
      CycleContent content = each.getValue();
      if (content.isDamaged()) {
        content.damages().forEach(line -> findings.add(Finding.incomplete(line)));
        SealedFile file = sealed.get(each.getKey());
        String of = file == null ? "" : " of " + file.seal().records();
        findings.add(
            Finding.incomplete(
                "cycle %d: %d%s records can be read"
                    .formatted(each.getKey(), content.records(), of)));
      }
    }
  }

  /** A root vouches for what its seal hangs together with. */
  private void tellUnlinked(int first) {
    if (first > 0) {
      findings.add(
          Finding.incomplete(
              "no root vouches for the cycles before %d: one that a limit dropped is missing between"
                  .formatted(first)));
    }
  }

  /** What is sealed is whole as far as the seal goes; of the rest only this can be said. */
  private void tellUnsealed(Set<Integer> broken) {
    for (int cycle : capture.cycles()) {
      if (!sealed.containsKey(cycle) && !broken.contains(cycle)) {
        CycleContent content = contents.get(cycle);
        findings.add(
            Finding.incomplete(
                "cycle %d is not sealed: %d records, of which nothing can be said%s"
                    .formatted(
                        cycle,
                        content == null ? 0 : content.records(),
                        content == null || content.hasNoEnd()
                            ? "; being recorded, or its recorder was killed"
                            : "")));
      }
    }
  }

  private void tellTwice(int cycle) {
    try {
      if (CycleFiles.areBothThere(capture.directory(), cycle)) {
        findings.add(
            Finding.incomplete(
                "cycle %d is there sealed and as it was recorded: its recorder was killed as it sealed it, or does so now; what is sealed is read; the next one settles it, or says why not"
                    .formatted(cycle)));
      }
    } catch (IOException e) {
      findings.add(
          Finding.unknown(
              CycleFiles.directory(capture.directory(), cycle)
                  + ": cannot be read: "
                  + Reason.of(e)));
    }
  }

  /** No alteration: but whoever reads that all is intact may take it for all that happened. */
  private void tellLosses() {
    long lost = sealed.values().stream().mapToLong(each -> each.seal().lost()).sum();
    if (lost > 0) {
      findings.add(
          Finding.note(
              "events that were lost while it was recorded, as its seals say: %d".formatted(lost)));
    }
  }

  /** They hold nothing that is not in a cycle, and no reader looks at them. */
  private void tellDrafts() {
    for (String draft : capture.drafts()) {
      findings.add(
          Finding.note(
              draft
                  + " is no part of it: being made, or left behind by a recorder that was killed"));
    }
  }

  List<Finding> findings() {
    return findings;
  }

  /** The weight of what weighs most. */
  Weight weight() {
    return findings.stream().map(Finding::weight).max(Weight::compareTo).orElse(Weight.NOTE);
  }

  int cycles() {
    return capture.cycles().size();
  }

  int sealedCycles() {
    return sealed.size();
  }

  /** The last seal's; null if nothing is sealed. */
  Root root() {
    Root root = null;
    for (SealedFile each : sealed.values()) {
      root = Root.of(each);
    }
    return root;
  }
}
