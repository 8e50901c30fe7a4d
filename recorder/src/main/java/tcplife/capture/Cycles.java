// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import tcplife.capture.Manifest.Recording;

/** The cycles of a capture that are still to be read; of one that is being recorded, more come. */
final class Cycles {
  private Capture capture;
  private NavigableMap<Integer, Recording> recordings;
  private List<Integer> found;
  private int next;
  private int taken;

  /**
   * @param following whether the capture is being recorded: cycles are looked for as they come
   */
  Cycles(Capture capture, boolean following) {
    this.capture = capture;
    recordings = capture.manifest().byFirstCycle();
    found = following ? List.of() : capture.cycles();
  }

  boolean hasNext() {
    return next < found.size();
  }

  /** The next cycle's number. */
  int next() {
    taken = found.get(next++);
    return taken;
  }

  /** The number of the cycle that was taken last; 0 before the first. */
  int taken() {
    return taken;
  }

  /** The run of the recorder that wrote the next cycle; null if the manifest names none. */
  Recording nextRecording() {
    Map.Entry<Integer, Recording> run = recordings.floorEntry(found.get(next));
    return run == null ? null : run.getValue();
  }

  /** If none is known, looks for those that came since. */
  void look() {
    if (!hasNext()) {
      List<Integer> later = new ArrayList<>();
      for (int cycle : CycleFiles.in(capture.directory())) {
        if (cycle > taken && hasFile(cycle)) {
          later.add(cycle);
        }
      }
      if (!later.isEmpty()) {
        capture = Capture.open(capture.directory());
        recordings = capture.manifest().byFirstCycle();
        found = later;
        next = 0;
      }
    }
  }

  /** A cycle's directory is made a moment before its file is. */
  private boolean hasFile(int cycle) {
    try {
      return CycleFiles.of(capture.directory(), cycle) != null;
    } catch (NoSuchFileException e) {
      return false; // dropped since a moment ago
    } catch (IOException e) {
      throw new CaptureException(
          CycleFiles.directory(capture.directory(), cycle) + ": cannot be read: " + Reason.of(e),
          e);
    }
  }
}
