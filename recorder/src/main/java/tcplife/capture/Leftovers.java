// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What an earlier recorder left of a capture: the last seal, and the cycles that have a directory
 * still. Of those that have a sealed file too, {@link BothForms} says what is to stay.
 */
final class Leftovers {
  private final Path capture;
  private final String id;
  private final SigningKey key;
  private final List<Integer> there;
  private final Consumer<String> say;

  /** The last cycle that has a sealed file, if what was recorded is beside it; else 0. */
  private final int twice;

  private final BothForms.Verdict verdict;

  /**
   * @param id the capture's
   * @param key that seals are signed with, or null
   * @param there its cycles, oldest first
   * @param say told, a line each, what is wrong
   */
  Leftovers(Path capture, String id, SigningKey key, List<Integer> there, Consumer<String> say) {
    this.capture = capture;
    this.id = id;
    this.key = key;
    this.there = there;
    this.say = say;
    twice = lastTwice();
    verdict = twice == 0 ? BothForms.Verdict.BOTH : judge(twice);
  }

  private BothForms.Verdict judge(int cycle) {
    return BothForms.judge(capture, id, cycle, key);
  }

  /** The cycle that has a seal and is sealed again; 0 if none is. */
  private int again() {
    return verdict == BothForms.Verdict.RECORDED ? twice : 0;
  }

  private int lastTwice() {
    for (int i = there.size() - 1; i >= 0; i--) {
      int cycle = there.get(i);
      if (CycleFiles.hasSealed(capture, cycle)) {
        return hasDirectory(cycle) ? cycle : 0;
      }
    }
    return 0;
  }

  private boolean hasDirectory(int cycle) {
    return CycleFiles.isDirectory(CycleFiles.directory(capture, cycle));
  }

  /** The seal of the last cycle, if that is sealed again; else null. */
  SealedFile replaced() {
    try {
      return again() == 0 ? null : SealedFile.of(capture, again());
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
    List<Integer> others = there.stream().filter(each -> each != again()).toList();
    return SealedFile.last(
        capture,
        id,
        others,
        problem -> say.accept(problem + "; the next seal follows the one before"));
  }

  /** The cycles that are to be sealed; removes the directories of those that are already. */
  List<Integer> unsealed() {
    List<Integer> unsealed = new ArrayList<>();
    for (int cycle : there) {
      if (hasDirectory(cycle) && (!CycleFiles.hasSealed(capture, cycle) || !isSettled(cycle))) {
        unsealed.add(cycle);
      }
    }
    return unsealed;
  }

  /** Settles what is there twice, and tells how; false if it is to be sealed. */
  private boolean isSettled(int cycle) {
    if (cycle == again()) {
      say.accept(
          CycleFiles.sealed(capture, cycle)
              + ": tells that a limit dropped what is there still; that is sealed in its place");
      return false;
    }
    if ((cycle == twice ? verdict : judge(cycle)) == BothForms.Verdict.SEALED) {
      remove(cycle);
    } else {
      say.accept(
          CycleFiles.directory(capture, cycle)
              + ": stays beside its sealed file, which may not have all of it, until a limit drops both");
    }
    return true;
  }

  private void remove(int cycle) {
    Path directory = CycleFiles.directory(capture, cycle);
    try {
      // Else a loss of power may take the sealed one.
      DiskSync.force(CycleFiles.sealed(capture, cycle));
      DiskSync.force(capture);
      Removal.remove(directory);
      say.accept(directory + ": is not needed beside its sealed file, and removed");
    } catch (IOException e) {
      say.accept(directory + ": is not needed beside its sealed file, but stays: " + Reason.of(e));
    }
  }
}
