// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tcplife.capture.Cut;
import tcplife.capture.Damage;
import tcplife.capture.SequenceAccount;
import tcplife.event.LossRecord;

/** What reading a capture showed to be damaged or missing. */
public final class CaptureFindings {
  /** Places named one by one; beyond, only their number is. */
  private static final int MOST_DAMAGES = 20;

  private final Path capture;
  private final List<Damage> damages = new ArrayList<>();
  private long furtherDamages;
  private long missing;
  private long skipped;
  private final Map<Integer, LostEvents> lost = new TreeMap<>();
  private int recordingsWithoutEnd;
  private boolean ended;
  private boolean past;
  private Cut cut;

  public CaptureFindings(Path capture) {
    this.capture = capture;
  }

  void damaged(Damage damage) {
    if (damages.size() < MOST_DAMAGES) {
      damages.add(damage);
    } else {
      furtherDamages++;
    }
  }

  /** A loss record was read. */
  void lost(LossRecord loss, WallClock clock) {
    // Causes that are not known are one: whoever made them up could make up many.
    int cause = Math.max(0, Math.min(loss.cause(), LossRecord.IO_ERROR + 1));
    lost.computeIfAbsent(cause, LostEvents::new).add(loss, clock);
  }

  /** Whether the record read last is the end of its recording. */
  void ended(boolean atEnd) {
    ended = atEnd;
  }

  /** What comes after, and whether it has an end, does not matter. */
  void past() {
    ended = true;
    past = true;
  }

  /** The record read last was the last of its recording; another recording follows. */
  void nextRecording() {
    if (!ended) {
      recordingsWithoutEnd++;
    }
  }

  void sequences(SequenceAccount sequences) {
    missing = sequences.missing();
    skipped = sequences.skipped();
    cut = sequences.cut();
  }

  /** Places that could not be read. */
  public long damages() {
    return damages.size() + furtherDamages;
  }

  /** A line for each finding; none if the capture is whole. */
  public List<String> lines() {
    List<String> lines = linesSoFar();
    if (!ended) {
      lines.add(capture + ": has no end: it is being recorded, or its recorder was killed");
    }
    return lines;
  }

  /** The same of a capture that was not read to its end. */
  public List<String> linesSoFar() {
    List<String> lines = new ArrayList<>();
    damages.forEach(damage -> lines.add(damage.toString()));
    if (furtherDamages > 0) {
      lines.add(capture + ": " + furtherDamages + " more damaged places");
    }
    if (missing > 0) {
      lines.add(capture + ": " + missing + " events are missing; sessions may be too");
    }
    if (skipped > 0) {
      lines.add(capture + ": " + skipped + " events were never seen; sessions may be missing");
    }
    // A gap shows only at a CPU's next event, which may come later than what was read.
    if (missing > 0 || skipped > 0 || past || cut != null && !cut.isOfWhole()) {
      lost.values().forEach(each -> lines.add(capture + ": " + each));
    }
    if (recordingsWithoutEnd > 0) {
      lines.add(
          "%s: recorders before the last one that were killed, or whose last cycles are gone: %d"
              .formatted(capture, recordingsWithoutEnd));
    }
    if (cut != null && !cut.isOfWhole()) {
      lines.add(
          "%s: cut from a capture with %d events missing, %d never seen and %d damaged places"
              .formatted(capture, cut.missing(), cut.skipped(), cut.damages()));
    }
    return lines;
  }
}
