// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import tcplife.capture.Manifest.Recording;

/**
 * Seals the cycles of a capture, in order: makes the file of each beside its directory, puts it
 * into place by a rename when the disk has it, and then removes what it replaces. Used by one
 * thread.
 */
final class CycleSealer {
  private final Path capture;
  private final SigningKey key;
  private final IntSupplier oldestKept;
  private final BooleanSupplier givenUp;
  private final SortedSet<Integer> damaged = new TreeSet<>();
  private SealedFile last;
  private int sealed;

  /**
   * @param key to sign with, or null
   * @param oldestKept asked again and again: the lowest number of a cycle that is to be kept
   * @param givenUp asked again and again: whether to leave the cycle as it is
   */
  CycleSealer(Path capture, SigningKey key, IntSupplier oldestKept, BooleanSupplier givenUp) {
    this.capture = capture;
    this.key = key;
    this.oldestKept = oldestKept;
    this.givenUp = givenUp;
  }

  /** The cycle that was sealed last; null if none was. */
  SealedFile last() {
    return last;
  }

  /** How many it sealed. */
  int sealed() {
    return sealed;
  }

  /** Goes on after what is sealed already. */
  void continueAfter(SealedFile sealed) {
    last = sealed;
  }

  /**
   * Seals a cycle; one that is gone is none to seal. One that is no longer to be kept is removed
   * with those before it, since more comes than can be sealed: then the next seal tells so.
   *
   * @return whether there is nothing left to do; false once given up
   * @throws BlockException if the cycle is damaged: it stays as it is
   * @throws IOException if the file cannot be written: the cycle stays as it is, for another time
   */
  boolean seal(int cycle) throws IOException, BlockException {
    if (!Files.isDirectory(CycleFiles.directory(capture, cycle))) {
      return true;
    }
    Path draft = CycleFiles.draft(capture, cycle);
    boolean written = false;
    try {
      written = write(cycle, draft);
    } catch (BlockException e) {
      damaged.add(cycle);
      throw e;
    } finally {
      if (!written) {
        Files.deleteIfExists(draft);
      }
    }
    if (written) {
      sealed++;
      remove(CycleFiles.directory(capture, cycle));
      dropBelow(last.seal().oldest());
    } else if (!givenUp.getAsBoolean()) {
      dropBelow(cycle + 1);
      return true;
    }
    return written;
  }

  private boolean write(int cycle, Path draft) throws IOException, BlockException {
    Manifest manifest = ManifestFile.read(capture.resolve(Manifest.FILE));
    CycleTally tally = new CycleTally();
    SealedHead head = new SealedHead(cycle, manifest.id());
    try (SealedWriter writer = new SealedWriter(draft, head, SealedWriter.BLOCK)) {
      if (!copy(cycle, tally, writer)) {
        return false;
      }
      writer.endContent();
      Seal seal = seal(cycle, manifest, tally, writer.written(), writer.hash());
      writer.seal(seal.text(), key);
    }
    Files.move(draft, CycleFiles.sealed(capture, cycle), StandardCopyOption.ATOMIC_MOVE);
    syncDirectory();
    last = SealedFile.of(capture, cycle);
    return true;
  }

  /** Whether all of it was copied. */
  private boolean copy(int cycle, CycleTally tally, SealedWriter writer)
      throws IOException, BlockException {
    Path file = CycleFiles.queueFile(capture, cycle);
    if (file == null) {
      throw new BlockException(CycleFiles.directory(capture, cycle) + ": no queue file");
    }
    List<Damage> damages = new ArrayList<>();
    try (Batches batches = new BatchReader(file, damages::add)) {
      while (isNext(batches) && damages.isEmpty()) {
        if (givenUp.getAsBoolean() || oldestKept.getAsInt() > cycle) {
          return false;
        }
        int length = tally.add(batches);
        writer.add(batches.buffer(), batches.records() - BatchLayout.HEADER_SIZE, length);
      }
    }
    if (!damages.isEmpty()) {
      throw new BlockException(damages.get(0).toString());
    }
    return true;
  }

  /** What cannot be read will not be later either. */
  private static boolean isNext(Batches batches) throws BlockException {
    try {
      return batches.next();
    } catch (IOException e) {
      throw new BlockException("cannot be read: " + Reason.of(e));
    }
  }

  private Seal seal(int cycle, Manifest manifest, CycleTally tally, long written, String hash) {
    List<Integer> there = CycleFiles.in(capture);
    int oldest = Math.max(oldestKept.getAsInt(), there.get(0));
    Map.Entry<Integer, Recording> recording = manifest.byFirstCycle().floorEntry(cycle);
    return new Seal(
        manifest.id(),
        cycle,
        last == null ? "" : last.hash(),
        hash,
        written,
        tally.bytes(),
        tally.batches(),
        tally.records(),
        tally.lost(),
        tally.firstTime(),
        tally.lastTime(),
        tally.started(),
        tally.ended(),
        tally.ending(),
        oldest,
        damaged.stream().filter(each -> each >= oldest && there.contains(each)).toList(),
        Instant.now().truncatedTo(ChronoUnit.MICROS).toString(),
        manifest.host(),
        recording == null ? Recording.UNKNOWN : recording.getValue());
  }

  private void syncDirectory() throws IOException {
    try (FileChannel directory = FileChannel.open(capture, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  /** Removes the cycles that are dropped, as the last seal tells. */
  private void dropBelow(int oldest) throws IOException {
    for (int cycle : CycleFiles.in(capture)) {
      if (cycle < oldest) {
        Files.deleteIfExists(CycleFiles.sealed(capture, cycle));
        remove(CycleFiles.directory(capture, cycle));
      }
    }
  }

  /** Removes the directory of a cycle, if it is there; a link to one is none. */
  static void remove(Path directory) throws IOException {
    if (CycleFiles.isDirectory(directory)) {
      DraftDirectory.delete(directory);
    }
  }
}
