// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tcplife.capture.Capture;
import tcplife.capture.Cut;
import tcplife.capture.NewCapture;
import tcplife.capture.SequenceAccount;
import tcplife.event.RecordHeader;
import tcplife.session.CaptureFindings;
import tcplife.session.RecordScan;
import tcplife.session.Window;

/** Cuts a part out of a capture: reads it once to choose, and once more to copy. */
final class Cutter {
  private final Capture original;
  private final Window window;
  private final SocketFilter filter;

  /** What is chosen of each boot, by its id: a cookie means the same socket within one. */
  private final Map<String, Selection> selections = new HashMap<>();

  Cutter(Capture original, Window window, SocketFilter filter) {
    this.original = original;
    this.window = window;
    this.filter = filter;
  }

  /**
   * Makes the part.
   *
   * @param options by which it is chosen, for its manifest
   * @return a line for each thing that is damaged or missing in the original
   */
  List<String> cut(NewCapture part, List<String> options) {
    choose();
    CaptureFindings findings = new CaptureFindings(original.directory());
    try (RecordScan scan = new RecordScan(original, findings)) {
      while (scan.next()) {
        if (scan.startsRecording()) {
          part.startRecording(scan.recording());
        }
        ByteBuffer record = scan.record();
        if (selection(scan).contains(record)) {
          part.append(record, 0);
        }
      }
      Cut cut = describe(part, options, scan.sequences(), findings);
      part.complete(original.manifest().host(), original.manifest().imported(), cut);
    }
    return findings.lines();
  }

  private void choose() {
    try (RecordScan scan = new RecordScan(original, new CaptureFindings(original.directory()))) {
      while (scan.next()) {
        ByteBuffer record = scan.record();
        if (RecordHeader.hasTime(record, 0)) {
          long wall = scan.clock().wall(RecordHeader.time(record, 0));
          selection(scan).observe(record, wall);
        }
      }
    }
    selections.values().forEach(Selection::choose);
  }

  private Selection selection(RecordScan scan) {
    return selections.computeIfAbsent(
        scan.recording().bootId(), unused -> new Selection(window, filter));
  }

  /** What the original lacks, and what it says that its own original lacked. */
  private Cut describe(
      NewCapture part, List<String> options, SequenceAccount account, CaptureFindings findings) {
    Cut before = account.cut();
    return new Cut(
        original.manifest().id(),
        options,
        part.records(),
        account.missing() + (before == null ? 0 : before.missing()),
        account.skipped() + (before == null ? 0 : before.skipped()),
        findings.damages() + (before == null ? 0 : before.damages()));
  }
}
