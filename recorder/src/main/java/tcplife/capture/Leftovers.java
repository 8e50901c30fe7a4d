// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What an earlier recorder left of a capture: the last seal, and the cycles that have a directory
 * still. A sealed file beside a directory may be the recorder's, who was killed before it could
 * remove that, and holds the same then; or somebody else put it there, and the directory is what
 * was recorded.
 */
final class Leftovers {
  private final Path capture;
  private final String id;
  private final SigningKey key;
  private final List<Integer> there;
  private final Consumer<String> say;
  private final int again;
  private final int proved;

  /**
   * @param id the capture's
   * @param key that seals are signed with, or null
   * @param there its cycles, oldest first
   * @param say told, a line each, what is wrong
   */
  Leftovers(Path capture, String id, SigningKey key, List<Integer> there, Consumer<String> say)
      throws IOException {
    this.capture = capture;
    this.id = id;
    this.key = key;
    this.there = there;
    this.say = say;
    int twice = lastTwice();
    proved = twice > 0 && isProved(twice) ? twice : 0;
    again = twice - proved;
  }

  /** The last cycle that has a sealed file, if what was recorded is beside it; else 0. */
  private int lastTwice() throws IOException {
    for (int i = there.size() - 1; i >= 0; i--) {
      int cycle = there.get(i);
      if (CycleFiles.hasSealed(capture, cycle)) {
        return CycleFiles.areBothThere(capture, cycle) ? cycle : 0;
      }
    }
    return 0;
  }

  /**
   * Whether a sealed file is what would be made of the directory beside it; its root may be known.
   */
  private boolean isProved(int cycle) throws IOException {
    try {
      SealedFile sealed = SealedFile.of(capture, cycle);
      if (sealed == null || !sealed.isOf(id, cycle) || !sealed.isOf(key)) {
        return false;
      }
      SealedFile before = lastBut(cycle, problem -> {});
      return sealed.seal().previous().equals(before == null ? "" : before.hash())
          && BothForms.areAlike(sealed, CycleFiles.queueFile(capture, cycle));
    } catch (CaptureException e) {
      return false;
    }
  }

  private boolean hasDirectory(int cycle) {
    return CycleFiles.isDirectory(CycleFiles.directory(capture, cycle));
  }

  /** The seal of the last cycle, which is sealed again; null if it is not, or has no seal. */
  SealedFile replaced() {
    try {
      SealedFile sealed = again == 0 ? null : SealedFile.of(capture, again);
      return sealed != null && sealed.isOf(id, again) ? sealed : null;
    } catch (CaptureException e) {
      return null;
    }
  }

  /**
   * The last seal to go on after: that of a cycle which is sealed again is none.
   *
   * @return null if there is none
   */
  SealedFile last() {
    return lastBut(
        again, problem -> say.accept(problem + "; the next seal follows the one before"));
  }

  private SealedFile lastBut(int cycle, Consumer<String> problems) {
    List<Integer> others = there.stream().filter(each -> each != cycle).toList();
    return SealedFile.last(capture, id, others, problems);
  }

  /** The cycles that are to be sealed; removes the directories of those that certainly are. */
  List<Integer> unsealed() throws IOException {
    if (proved > 0) {
      DiskSync.force(capture); // else a loss of power may take the sealed one
    }
    List<Integer> unsealed = new ArrayList<>();
    Removal removal = new Removal(capture, say);
    for (int cycle : there) {
      if (hasDirectory(cycle)) {
        if (cycle == again || !CycleFiles.hasSealed(capture, cycle)) {
          unsealed.add(cycle);
        } else if (cycle == proved
            || isFollowed(cycle)
            || CycleFiles.queueFile(capture, cycle) == null) {
          removal.ofDirectory(cycle);
        } else {
          say.accept(
              CycleFiles.directory(capture, cycle)
                  + ": stays beside a sealed file, which the next seal does not follow");
        }
      }
    }
    return unsealed;
  }

  /** Whether the next seal names that of a cycle. */
  private boolean isFollowed(int cycle) {
    for (int next : there) {
      if (next > cycle && CycleFiles.hasSealed(capture, next)) {
        try {
          SealedFile sealed = SealedFile.of(capture, cycle);
          SealedFile following = SealedFile.of(capture, next);
          return sealed != null
              && following != null
              && following.seal().previous().equals(sealed.hash());
        } catch (CaptureException e) {
          return false;
        }
      }
    }
    return false;
  }
}
