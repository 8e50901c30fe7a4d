// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import tcplife.capture.Capture;
import tcplife.capture.CaptureException;
import tcplife.capture.EarlierRecordings;
import tcplife.capture.Manifest;
import tcplife.capture.Reason;
import tcplife.capture.Seal;
import tcplife.capture.SealedFile;

/** The seals of a capture, each held against its own cycle and against the manifest. */
final class SealedCycles {
  private final Capture capture;
  private final EarlierRecordings earlier;
  private final Map<Integer, SealedFile> sealed = new TreeMap<>();
  private final Set<Integer> unreadable = new HashSet<>();
  private final List<Finding> findings = new ArrayList<>();

  SealedCycles(Capture capture) {
    this.capture = capture;
    earlier = new EarlierRecordings(capture.manifest());
    capture.cycles().forEach(this::read);
    sealed.forEach(this::check);
  }

  /** Those that have a seal which can be read, by number. */
  Map<Integer, SealedFile> byNumber() {
    return sealed;
  }

  /** Numbers of those that may have one which this user, or this disk, does not let us see. */
  Set<Integer> unreadable() {
    return unreadable;
  }

  List<Finding> findings() {
    return findings;
  }

  private void read(int cycle) {
    try {
      SealedFile file = SealedFile.of(capture.directory(), cycle);
      if (file != null) {
        sealed.put(cycle, file);
      }
    } catch (CaptureException e) {
      boolean known = e.getCause() == null;
      findings.add(known ? Finding.altered(e.getMessage()) : Finding.unknown(e.getMessage()));
      if (!known) {
        unreadable.add(cycle);
      }
    }
  }

  private void check(int cycle, SealedFile file) {
    Seal seal = file.seal();
    Manifest manifest = capture.manifest();
    if (seal.cycle() != cycle) {
      altered(file, "its seal is of cycle " + seal.cycle());
    }
    if (!seal.capture().equals(manifest.id())) {
      altered(file, "its seal is of the capture " + seal.capture());
    }
    checkContent(file);
    if (!seal.host().equals(manifest.host())
        || !seal.recording().equals(manifest.recordingOf(cycle))) {
      altered(file, "its seal has another host or recording than " + Manifest.FILE);
    }
    if (!seal.earlier().isEmpty() && !seal.earlier().equals(earlier.before(cycle))) {
      altered(file, "its seal has other recordings before its own than " + Manifest.FILE);
    }
    if (seal.snapshot() != null && !seal.snapshot().equals(manifest.snapshot())) {
      altered(file, "its seal is of another snapshot than " + Manifest.FILE);
    }
    if (!seal.imported().equals(manifest.imported())
        || !Objects.equals(seal.cut(), manifest.cut())) {
      altered(file, "its seal tells of another origin than " + Manifest.FILE);
    }
    if (seal.ending().equals(Seal.KILLED)) {
      findings.add(
          Finding.incomplete(
              file.file() + ": its recorder was killed; it was sealed by the next one"));
    } else if (seal.ending().equals(Seal.LEFT)) {
      findings.add(
          Finding.incomplete(
              file.file()
                  + ": its recorder left it unsealed; a later one sealed it, as it found it"));
    } else if (seal.ending().equals(Seal.DROPPED)) {
      findings.add(
          Finding.note("cycle " + cycle + " was dropped by a limit before it could be sealed"));
    } else if (seal.isOfNone()) {
      findings.add(
          Finding.note(
              cycle + " is no cycle: its seal tells what was dropped before a recording went on"));
    }
  }

  private void checkContent(SealedFile file) {
    try {
      if (file.sealOffset() != file.seal().contentBytes()
          || !file.seal().content().equals(file.contentHash())) {
        altered(file, "is not what was sealed");
      }
    } catch (NoSuchFileException e) {
      // Since a moment ago: dropped by a limit, if the next look finds all well.
      altered(file, "is gone");
    } catch (IOException e) {
      String what = ": cannot be read, so nobody can say whether it is what was sealed: ";
      findings.add(Finding.unknown(file.file() + what + Reason.of(e)));
    }
  }

  private void altered(SealedFile file, String what) {
    findings.add(Finding.altered(file.file() + ": " + what));
  }
}
