// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/** What is in a capture and would be in the way of the cycles that come. */
final class InTheWay {
  private InTheWay() {}

  /**
   * What has the name of a cycle, and is none, would be in the way of one that comes; behind a
   * directory that is named by a date they would be numbered from there on; and numbers end.
   *
   * @param last the number of the last cycle, 0 if there is none
   * @throws CaptureException that names it
   */
  static void requireNothing(Path capture, int last) throws IOException {
    SortedMap<Integer, Boolean> later = CycleFiles.named(capture).tailMap(last + 1);
    if (!later.isEmpty()) {
      int none = later.firstKey();
      Path file =
          later.get(none) ? CycleFiles.directory(capture, none) : CycleFiles.sealed(capture, none);
      throw new CaptureException(file + ": in the way of a cycle, and none itself");
    }
    int empty = firstWithoutFile(capture);
    if (empty > 0) {
      throw new CaptureException(
          CycleFiles.directory(capture, empty)
              + ": in the way of a cycle: it has no queue file, or may not be looked into");
    }
    // No recorder makes as many as the other half.
    if (last > CycleFiles.HIGHEST / 2) {
      throw new CaptureException(capture + ": too few numbers are left for cycles behind " + last);
    }
  }

  /** Of the last directories, which have no queue, the first that follows no cycle; 0 for none. */
  private static int firstWithoutFile(Path capture) {
    List<Integer> cycles = CycleFiles.in(capture);
    int first = 0;
    for (int i = cycles.size() - 1; i >= 0 && !hasFile(capture, cycles.get(i)); i--) {
      int before = i == 0 ? 0 : cycles.get(i - 1);
      first = cycles.get(i) > before + 1 ? cycles.get(i) : first;
    }
    return first;
  }

  private static boolean hasFile(Path capture, int cycle) {
    try {
      return CycleFiles.of(capture, cycle) != null;
    } catch (IOException e) {
      return false;
    }
  }
}
