// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tcplife.capture.Capture;
import tcplife.capture.CaptureException;
import tcplife.capture.EarlierRecordings;
import tcplife.capture.Manifest;
import tcplife.capture.Manifest.Recording;
import tcplife.capture.Reason;
import tcplife.capture.Seal;
import tcplife.capture.SealedFile;

/**
 * The seals of a capture, each held against its own cycle and against the manifest. Of very many,
 * only what they say of each other is kept.
 */
final class SealedCycles {
  private final Capture capture;
  private final EarlierRecordings earlier;
  private final NavigableMap<Integer, Recording> recordings;
  private final Set<Integer> there;
  private final Map<Integer, SealedFile> sealed = new TreeMap<>();
  private final NavigableSet<Integer> unreadable = new TreeSet<>();
  private final Set<Integer> broken = new HashSet<>();
  private final Set<Integer> leftUnsealed = new HashSet<>();
  private final List<Finding> findings = new ArrayList<>();

  SealedCycles(Capture capture) {
    this.capture = capture;
    earlier = new EarlierRecordings(capture.manifest());
    recordings = capture.manifest().byFirstCycle();
    there = new HashSet<>(capture.cycles());
    capture.cycles().forEach(this::read);
  }

  /** Those that have a seal which can be read, by number: {@link SealedFile#brief}. */
  Map<Integer, SealedFile> byNumber() {
    return sealed;
  }

  /** Numbers of those that may have one which this user, or this disk, does not let us see. */
  NavigableSet<Integer> unreadable() {
    return unreadable;
  }

  /** Numbers of those that are sealed, and whose seals cannot be read, or are none. */
  Set<Integer> broken() {
    return broken;
  }

  /** Numbers of those that are there and could not be sealed, as seals of later ones say. */
  Set<Integer> leftUnsealed() {
    return leftUnsealed;
  }

  List<Finding> findings() {
    return findings;
  }

  private void read(int cycle) {
    try {
      SealedFile file = SealedFile.of(capture.directory(), cycle);
      if (file != null) {
        check(cycle, file);
        file.seal().unsealed().stream().filter(there::contains).forEach(leftUnsealed::add);
        sealed.put(cycle, file.brief());
      }
    } catch (CaptureException e) {
      broken.add(cycle);
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
    Map.Entry<Integer, Recording> run = recordings.floorEntry(cycle);
    Recording recording = run == null ? Recording.UNKNOWN : run.getValue();
    if (seal.cycle() != cycle) {
      altered(file, "its seal is of cycle " + seal.cycle());
    }
    if (!seal.capture().equals(manifest.id())) {
      altered(file, "its seal is of the capture " + seal.capture());
    }
    checkContent(file);
    if (!seal.host().equals(manifest.host()) || !seal.recording().equals(recording)) {
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
      if (!file.isAsSealed()) {
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
