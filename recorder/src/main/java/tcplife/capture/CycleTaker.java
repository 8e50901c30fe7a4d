// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Takes closed cycles of a capture into a draft while others of it are recorded, sealed and
 * dropped: the same files, or copies where they are on another file system.
 */
final class CycleTaker {
  /** How often a cycle is looked for: it may be sealed, and change its form, at any moment. */
  private static final int TRIES = 3;

  private final Path capture;
  private final DraftDirectory draft;

  CycleTaker(Path capture, DraftDirectory draft) {
    this.capture = capture;
    this.draft = draft;
  }

  /**
   * Takes the newest first, each in the form that it has then. Cycles are sealed and dropped oldest
   * first: so what is older than one that was taken sealed is sealed too, as the chain of seals
   * wants it, and none is older than one that was dropped.
   *
   * @param cycles their numbers, ascending
   * @return those that were to be had, ascending
   */
  List<Integer> take(List<Integer> cycles) throws IOException {
    Deque<Integer> found = new ArrayDeque<>();
    for (int i = cycles.size() - 1; i >= 0; i--) {
      int cycle = cycles.get(i);
      boolean taken = take(cycle);
      if (!taken || isDropped(cycle)) {
        Files.deleteIfExists(CycleFiles.sealed(draft.path(), cycle));
        break;
      } else if (found.isEmpty() && SealedFile.isOfNone(draft.path(), cycle)) {
        Files.delete(CycleFiles.sealed(draft.path(), cycle)); // it ends with one that was recorded
      } else {
        found.addFirst(cycle);
      }
    }
    return List.copyOf(found);
  }

  private boolean isDropped(int cycle) {
    try {
      SealedFile sealed = SealedFile.of(draft.path(), cycle);
      return sealed != null && sealed.seal().ending().equals(Seal.DROPPED);
    } catch (CaptureException e) {
      return false; // that it is damaged is told by those who read it
    }
  }

  /** Whether it is there; a directory without a queue is what a limit leaves for a while. */
  private boolean take(int cycle) throws IOException {
    Path from = CycleFiles.directory(capture, cycle);
    Path sealed = CycleFiles.sealed(capture, cycle);
    Path to = draft.path().resolve(from.getFileName());
    for (int i = 0; i < TRIES; i++) {
      try {
        if (CycleFiles.hasSealed(capture, cycle)) {
          takeFile(sealed, draft.path().resolve(sealed.getFileName()));
        } else {
          takeDirectory(from, to);
        }
        return true;
      } catch (NoSuchFileException e) {
        DraftDirectory.delete(to);
      }
    }
    return false;
  }

  private void takeDirectory(Path from, Path to) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
      draft.makeDirectory(to);
      for (Path file : files) {
        takeFile(file, to.resolve(file.getFileName()));
      }
    }
    if (CycleFiles.queueFile(draft.path(), CycleFiles.number(to)) == null) {
      throw new NoSuchFileException(from.toString()); // it is removed just now
    }
  }

  private static void takeFile(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      Files.copy(from, to);
    }
  }
}
