// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import tcplife.capture.Manifest.Recording;

/** The cycles of a capture that are still to be read; of one that is being recorded, more come. */
final class Cycles {
  private final Deque<Integer> waiting;
  private Capture capture;
  private int taken;

  /**
   * @param following whether the capture is being recorded: cycles are looked for as they come
   */
  Cycles(Capture capture, boolean following) {
    this.capture = capture;
    waiting = new ArrayDeque<>(following ? List.of() : capture.cycles());
  }

  boolean hasNext() {
    return !waiting.isEmpty();
  }

  /** The next cycle's number. */
  int next() {
    taken = waiting.remove();
    return taken;
  }

  /** The run of the recorder that wrote the next cycle; null if the manifest names none. */
  Recording nextRecording() {
    return capture.manifest().recordingOf(waiting.element());
  }

  /** If none is known, looks for those that came since. */
  void look() {
    if (waiting.isEmpty()) {
      for (int cycle : CycleFiles.in(capture.directory())) {
        if (cycle > taken && hasFile(cycle)) {
          waiting.add(cycle);
        }
      }
      if (!waiting.isEmpty()) {
        capture = Capture.open(capture.directory());
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
