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
  private final SigningKey key;
  private final Consumer<String> say;

  /**
   * @param key to sign with, or null
   * @param say told, a line each, what cannot be sealed
   */
  public SnapshotMaker(Path capture, SigningKey key, Consumer<String> say) {
    this.capture = capture;
    this.key = key;
    this.say = say;
  }

  /**
   * Makes it.
   *
   * @param cycles their numbers; those that are there no more are left out
   * @param place its directory: must not exist, or be empty
   * @return how many cycles it has
   * @throws CaptureException if there is something, or nothing can be made there
   */
  public int make(List<Integer> cycles, Path place) {
    List<Integer> found = new ArrayList<>();
    try (DraftDirectory draft = new DraftDirectory(place)) {
      for (int cycle : cycles) {
        if (take(cycle, draft)) {
          found.add(cycle);
        }
      }
      if (found.isEmpty()) {
        throw new CaptureException(capture + ": no cycle of it is to be had");
      }
      draft.makeFile(Manifest.FILE, ManifestFile.toJson(manifest(found)));
      seal(found, draft.path());
      draft.moveToItsPlace();
    } catch (IOException e) {
      throw new CaptureException(place + ": cannot be made: " + Reason.of(e), e);
    }
    return found.size();
  }

  private Manifest manifest(List<Integer> found) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return ManifestFile.read(capture.resolve(Manifest.FILE))
        .withSnapshot(new Snapshot(found.get(0), found.get(found.size() - 1), now));
  }

  private void seal(List<Integer> found, Path draft) throws IOException {
    SealMaker seals = new SealMaker(draft, key);
    int last = found.get(found.size() - 1);
    for (int cycle : found) {
      try {
        SealedFile sealed = SealedFile.of(draft, cycle);
        if (sealed != null && (cycle < last || sealed.seal().ending().equals(Seal.DROPPED))) {
          seals.continueAfter(sealed);
        } else {
          seals.seal(cycle, () -> true);
          CycleSealer.remove(CycleFiles.directory(draft, cycle));
        }
      } catch (BlockException | CaptureException | LinkageError e) {
        say.accept("in the snapshot: " + e.getMessage());
      }
    }
  }

  private boolean take(int cycle, DraftDirectory draft) throws IOException {
    Path from = CycleFiles.directory(capture, cycle);
    Path sealed = CycleFiles.sealed(capture, cycle);
    for (int i = 0; i < TRIES; i++) {
      if (Files.exists(sealed)) {
        takeFile(sealed, draft.path().resolve(sealed.getFileName()));
        return true;
      }
      Path to = draft.path().resolve(from.getFileName());
      try {
        takeDirectory(from, draft, to);
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
