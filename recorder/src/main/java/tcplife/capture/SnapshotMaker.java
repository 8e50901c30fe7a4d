// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tcplife.capture.Manifest.Snapshot;

/**
 * Makes a capture of closed cycles of another, which goes on: of the same files, or copies where
 * they are on another file system. Its manifest is the other's, with the id, and tells which cycles
 * it has, as does the seal of the last: that is sealed here, and what else is not yet. It appears
 * by a rename when it is whole.
 */
public final class SnapshotMaker {
  /** How often a cycle is looked for: it may be sealed, and change its form, at any moment. */
  private static final int TRIES = 3;

  private final Path capture;
  private final Supplier<Manifest> manifests;
  private final SigningKey key;
  private final Consumer<String> say;

  /**
   * @param manifests gives what the seals tell of the capture, as {@link SealMaker} wants it
   * @param key to sign with, or null
   * @param say told, a line each, what cannot be sealed
   */
  public SnapshotMaker(
      Path capture, Supplier<Manifest> manifests, SigningKey key, Consumer<String> say) {
    this.capture = capture;
    this.manifests = manifests;
    this.key = key;
    this.say = say;
  }

  /**
   * Makes it.
   *
   * @param cycles their numbers, ascending; those that a limit drops meanwhile are left out
   * @param place its directory: must not exist, or be empty
   * @return how many cycles it has
   * @throws CaptureException if there is something, or nothing can be made there
   */
  public int make(List<Integer> cycles, Path place) {
    List<Integer> found = new ArrayList<>();
    try (DraftDirectory draft = new DraftDirectory(place)) {
      for (int cycle : cycles) {
        found.add(cycle);
        if (!take(cycle, draft) || isDropped(draft.path(), cycle)) {
          remove(found, draft.path()); // a limit drops it, and so those before it
        }
      }
      removeNone(found, draft.path());
      if (found.isEmpty()) {
        throw new CaptureException(capture + ": no cycle of it is to be had");
      }
      Manifest manifest = manifest(found);
      draft.makeFile(Manifest.FILE, ManifestFile.toJson(manifest));
      seal(found, draft.path(), manifest);
      draft.moveToItsPlace();
    } catch (IOException e) {
      throw new CaptureException(place + ": cannot be made: " + Reason.of(e), e);
    }
    return found.size();
  }

  private Manifest manifest(List<Integer> found) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return manifests
        .get()
        .withSnapshot(new Snapshot(found.get(0), found.get(found.size() - 1), now));
  }

  private static boolean isDropped(Path draft, int cycle) {
    try {
      SealedFile sealed = SealedFile.of(draft, cycle);
      return sealed != null && sealed.seal().ending().equals(Seal.DROPPED);
    } catch (CaptureException e) {
      return false; // that it is damaged is told by those who read it
    }
  }

  private static void remove(List<Integer> found, Path draft) throws IOException {
    for (int cycle : found) {
      Files.deleteIfExists(CycleFiles.sealed(draft, cycle));
      CycleSealer.remove(CycleFiles.directory(draft, cycle));
    }
    found.clear();
  }

  /** Seals of no cycle at its end, where none follows that was recorded. */
  private static void removeNone(List<Integer> found, Path draft) throws IOException {
    while (!found.isEmpty() && SealedFile.isOfNone(draft, found.get(found.size() - 1))) {
      Files.delete(CycleFiles.sealed(draft, found.remove(found.size() - 1)));
    }
  }

  private void seal(List<Integer> found, Path draft, Manifest manifest) throws IOException {
    SealMaker seals = new SealMaker(draft, () -> manifest, key);
    int last = found.get(found.size() - 1);
    int sealedBefore =
        found.stream().filter(n -> n < last && CycleFiles.hasSealed(draft, n)).reduce(0, Math::max);
    for (int cycle : found) {
      try {
        SealedFile sealed = SealedFile.of(draft, cycle);
        if (sealed != null && cycle < last) {
          seals.continueAfter(sealed);
        } else if (cycle < sealedBefore) {
          seals.leaveOut(cycle); // as in the capture
        } else {
          seals.seal(cycle, () -> true);
          CycleSealer.remove(CycleFiles.directory(draft, cycle));
        }
      } catch (BlockException | RuntimeException | LinkageError e) {
        say.accept("in the snapshot: " + e.getMessage());
      }
    }
  }

  private boolean take(int cycle, DraftDirectory draft) throws IOException {
    Path from = CycleFiles.directory(capture, cycle);
    Path sealed = CycleFiles.sealed(capture, cycle);
    for (int i = 0; i < TRIES; i++) {
      Path to = draft.path().resolve(from.getFileName());
      try {
        if (Files.exists(sealed)) {
          takeFile(sealed, draft.path().resolve(sealed.getFileName()));
        } else {
          takeDirectory(from, draft, to);
        }
        return true;
      } catch (NoSuchFileException e) {
        DraftDirectory.delete(to);
      }
    }
    return false;
  }

  private void takeDirectory(Path from, DraftDirectory draft, Path to) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
      draft.makeDirectory(to);
      for (Path file : files) {
        takeFile(file, to.resolve(file.getFileName()));
      }
    }
    if (CycleFiles.queueFile(draft.path(), CycleFiles.number(to)) == null) {
      throw new NoSuchFileException(from.toString()); // it was removed meanwhile
    }
  }

  private void takeFile(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      Files.copy(from, to);
    }
  }
}
