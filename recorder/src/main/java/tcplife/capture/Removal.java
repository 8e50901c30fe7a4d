// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Removes cycles of a capture that is being recorded. What cannot be removed stays, is told once,
 * and is in the way of nothing else.
 */
final class Removal {
  private final Path capture;
  private final Consumer<String> say;
  private final Set<Path> told = new HashSet<>();

  Removal(Path capture, Consumer<String> say) {
    this.capture = capture;
    this.say = say;
  }

  /** Removes the directory of a cycle that is sealed, or dropped. */
  void ofDirectory(int cycle) {
    Path directory = CycleFiles.directory(capture, cycle);
    try {
      remove(directory);
    } catch (IOException e) {
      tell(directory, e);
    }
  }

  /** Removes all cycles below a number. */
  void below(int oldest) {
    for (int cycle : CycleFiles.in(capture)) {
      if (cycle < oldest) {
        Path sealed = CycleFiles.sealed(capture, cycle);
        try {
          Files.deleteIfExists(sealed);
        } catch (IOException e) {
          tell(sealed, e);
        }
        ofDirectory(cycle);
      }
    }
  }

  /** Whether removing the cycles below a number makes room: not of what a snapshot has too. */
  boolean makesRoom(int oldest) {
    return CycleFiles.in(capture).stream().anyMatch(each -> each < oldest && isOnlyHere(each));
  }

  private boolean isOnlyHere(int cycle) {
    try {
      Path file = CycleFiles.of(capture, cycle);
      return file != null && Files.getAttribute(file, "unix:nlink").equals(1);
    } catch (IOException e) {
      return false;
    }
  }

  private void tell(Path place, IOException e) {
    if (told.add(place)) {
      say.accept(place + ": cannot be removed: " + Reason.of(e));
    }
  }

  /**
   * Removes the directory of a cycle, if it is there; a link to one is none. It goes with whatever
   * else was put into it: what stayed would be taken for a cycle.
   */
  static void remove(Path directory) throws IOException {
    if (CycleFiles.isDirectory(directory)) {
      DraftDirectory.delete(directory);
    }
  }
}
