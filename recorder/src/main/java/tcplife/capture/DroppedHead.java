// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.nio.file.Path;
import java.util.List;

/**
 * Whether the first cycles of a capture were dropped by a limit, as its last seal tells. Looked up
 * anew only if more were dropped since: it is asked for each recording.
 */
final class DroppedHead {
  private final Path capture;
  private final String id;
  private int lowest;
  private boolean told;

  /**
   * @param id the capture's
   */
  DroppedHead(Path capture, String id) {
    this.capture = capture;
    this.id = id;
  }

  /** Whether a cycle was. */
  synchronized boolean holds(int cycle) {
    if (!isThere(lowest)) {
      look();
    }
    return cycle < lowest && told;
  }

  private void look() {
    List<Integer> there = CycleFiles.in(capture);
    lowest = there.isEmpty() ? 0 : there.get(0);
    SealedFile last = SealedFile.last(capture, id, there, problem -> {});
    told = last != null && lowest <= last.seal().oldest();
    SealedFile head = SealedFile.last(capture, id, List.of(lowest), problem -> {});
    if (told && head != null) {
      lowest = Math.max(lowest, head.seal().oldest()); // it may tell that its own was dropped
    }
  }

  private boolean isThere(int cycle) {
    return RegularFile.is(CycleFiles.sealed(capture, cycle))
        || CycleFiles.isDirectory(CycleFiles.directory(capture, cycle));
  }
}
