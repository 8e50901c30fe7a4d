// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.nio.file.Path;
import java.util.List;

/**
 * Whether the first cycles of a capture were dropped by a limit, as a seal tells: mostly the last
 * one, but not where it is of another key than those before. Looked up anew only if more were
 * dropped since: it is asked for each recording.
 */
final class DroppedHead {
  private final Path capture;
  private final String id;

  /** The first that was there at the last look. */
  private int first;

  /** The lowest that was not dropped: a later one, if the first one's seal says so. */
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
    if (!isThere(first)) {
      look();
    }
    return cycle < lowest && told;
  }

  private void look() {
    List<Integer> there = CycleFiles.in(capture);
    first = there.isEmpty() ? 0 : there.get(0);
    told = false;
    for (int i = there.size() - 1; i >= 0 && !told; i--) {
      told = first <= oldest(there.get(i));
    }
    // It may tell that its own was dropped.
    lowest = told ? Math.max(first, oldest(first)) : first;
  }

  /** As the seal of a cycle tells; 0 if it has none that can be read and is its own. */
  private int oldest(int cycle) {
    SealedFile sealed = SealedFile.last(capture, id, List.of(cycle), problem -> {});
    return sealed == null ? 0 : sealed.seal().oldest();
  }

  private boolean isThere(int cycle) {
    return RegularFile.is(CycleFiles.sealed(capture, cycle))
        || CycleFiles.isDirectory(CycleFiles.directory(capture, cycle));
  }
}
