// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tcplife.capture.Manifest.Recording;
import tcplife.capture.Manifest.Snapshot;

/**
 * Makes a capture of closed cycles of another, which goes on: of the same files, or copies where
 * they are on another file system. Its manifest is the other's, with the id, and tells which cycles
 * it has, as does the seal of the last: that is sealed here, and what else is not yet. It appears
 * by a rename when it is whole.
 */
public final class SnapshotMaker {
  private static final String IN_IT = "in the snapshot: ";

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
   * What was made.
   *
   * @param cycles how many it has
   * @param root SHA-256 of its last cycle's seal, hexadecimal; empty if that could not be sealed
   */
  public record Made(int cycles, String root) {}

  /**
   * Makes it.
   *
   * @param cycles their numbers, ascending; those that a limit drops meanwhile are left out
   * @param place its directory: must not exist, or be empty
   * @throws CaptureException if there is something, or nothing can be made there
   */
  public Made make(List<Integer> cycles, Path place) {
    try (DraftDirectory draft = new DraftDirectory(place)) {
      List<Integer> found = new CycleTaker(capture, draft).take(cycles);
      if (found.isEmpty()) {
        throw new CaptureException(capture + ": no cycle of it is to be had");
      }
      Manifest manifest = manifest(found);
      draft.makeFile(Manifest.FILE, ManifestFile.toJson(manifest));
      String root = seal(found, draft.path(), manifest);
      draft.moveToItsPlace();
      return new Made(found.size(), root);
    } catch (IOException e) {
      throw new CaptureException(place + ": cannot be made: " + Reason.of(e), e);
    }
  }

  private Manifest manifest(List<Integer> found) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return manifests
        .get()
        .withSnapshot(new Snapshot(found.get(0), found.get(found.size() - 1), now));
  }

  /**
   * Seals what is not yet, and the last.
   *
   * @return the last one's root; empty if it could not be sealed
   */
  private String seal(List<Integer> found, Path draft, Manifest manifest) {
    SealMaker seals = new SealMaker(draft, () -> manifest, key);
    int last = found.get(found.size() - 1);
    int sealedBefore =
        found.stream().filter(n -> n < last && CycleFiles.hasSealed(draft, n)).reduce(0, Math::max);
    for (int cycle : found) {
      if (cycle <= sealedBefore) {
        goOnAfter(cycle, draft, seals);
      } else if (!seal(cycle, draft, seals, manifest)) {
        break;
      }
    }
    SealedFile end = seals.last();
    return end != null && end.seal().cycle() == last ? end.hash() : "";
  }

  /** What the capture left unsealed before others, being damaged, stays so. */
  private void goOnAfter(int cycle, Path draft, SealMaker seals) {
    try {
      SealedFile sealed = SealedFile.of(draft, cycle);
      if (sealed != null) {
        seals.continueAfter(sealed);
      } else {
        seals.leaveOut(cycle);
      }
    } catch (CaptureException e) {
      say.accept(IN_IT + e.getMessage());
    }
  }

  /** Whether it is of an earlier recording, and was left unsealed by it. */
  private static boolean isLeft(SealedFile sealed, int cycle, Manifest manifest) {
    List<Recording> all = manifest.recordings();
    return sealed == null
        ? !manifest.recordingOf(cycle).equals(all.get(all.size() - 1))
        : sealed.seal().ending().equals(Seal.LEFT);
  }

  /**
   * Whether to go on: after a damaged one, which the next seal tells; but not after one that could
   * be sealed if there were room, since it would be taken for an alteration.
   */
  private boolean seal(int cycle, Path draft, SealMaker seals, Manifest manifest) {
    try {
      SealedFile sealed = SealedFile.of(draft, cycle);
      if (sealed != null && !sealed.isOf(key)) {
        say.accept(IN_IT + sealed.file() + ": is not of this recorder's key, and stays as it is");
        return true;
      }
      seals.seal(cycle, CycleFiles.of(draft, cycle), isLeft(sealed, cycle, manifest), () -> true);
      Removal.remove(CycleFiles.directory(draft, cycle));
      return true;
    } catch (BlockException e) {
      say.accept(IN_IT + e.getMessage());
      return true;
    } catch (IOException e) {
      say.accept(IN_IT + cycle + " is the first cycle that stays unsealed: " + Reason.of(e));
    } catch (RuntimeException | LinkageError e) {
      say.accept(IN_IT + cycle + " is the first cycle that stays unsealed: " + e.getMessage());
    }
    return false;
  }
}
