// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Makes the files of sealed cycles, in order, each with the seal that follows the one before. A
 * file is put into its place by a rename when the disk has it. Used by one thread at a time.
 */
final class SealMaker {
  private final Path capture;
  private final Supplier<Manifest> manifests;
  private final SigningKey key;
  private final SortedSet<Integer> damaged = new TreeSet<>();
  private SealedFile last;
  private int oldest = 1;

  /**
   * @param manifests gives what the seals tell of the capture as it is now: not what anybody may
   *     have made of its file since
   * @param key to sign with, or null
   */
  SealMaker(Path capture, Supplier<Manifest> manifests, SigningKey key) {
    this.capture = capture;
    this.manifests = manifests;
    this.key = key;
  }

  /** The cycle that was sealed last; null if none was. */
  SealedFile last() {
    return last;
  }

  /** The lowest number of a cycle that is kept. */
  int oldest() {
    return oldest;
  }

  /**
   * Goes on after what is sealed already. What it tells of cycles that were dropped is passed on
   * only if it is signed with the same key: else whoever can write a file could have cycles
   * dropped, and vouched for.
   */
  void continueAfter(SealedFile sealed) {
    last = sealed;
    passOn(sealed, sealed.seal().cycle() + 1);
  }

  /** Goes on before a seal that is to be replaced, though not without what it tells likewise. */
  void replace(SealedFile sealed) {
    passOn(sealed, sealed.seal().cycle());
  }

  private void passOn(SealedFile sealed, int most) {
    if (sealed.isOf(key)) {
      keepFrom(Math.min(sealed.seal().oldest(), most));
    }
  }

  /** Whether a cycle, or a later one, has its seal. */
  boolean has(int cycle) {
    return last != null && last.seal().cycle() >= cycle;
  }

  /** Whether a cycle has the seal that was made, or gone on after, last; and no other. */
  boolean made(int cycle) {
    try {
      SealedFile there = SealedFile.of(capture, cycle);
      return there != null
          && last != null
          && last.seal().cycle() == cycle
          && there.hash().equals(last.hash());
    } catch (CaptureException e) {
      return false;
    }
  }

  /** An earlier cycle has no seal, and gets none: each names the one before. */
  void leaveOut(int cycle) {
    damaged.add(cycle);
  }

  /** A limit drops the cycles below a number, as the next seal tells: no cycle else may be gone. */
  void keepFrom(int number) {
    oldest = Math.max(oldest, number);
  }

  /**
   * Whether the last seal, which is to be believed, tells that the cycles below a number are
   * dropped, and is none of them.
   */
  boolean haveTold(int number) {
    return last != null
        && last.isOf(key)
        && last.seal().oldest() >= number
        && last.seal().cycle() >= number;
  }

  /**
   * Seals a cycle.
   *
   * @param file that has its batches, in either form; null if there is none
   * @param left whether an earlier recorder left it so
   * @param goesOn asked before each batch
   * @return whether it was; false once it does not go on
   * @throws BlockException if the cycle is damaged, or has no queue file, or something is in the
   *     way of its sealed one
   * @throws IOException if the file cannot be written
   */
  boolean seal(int cycle, Path file, boolean left, BooleanSupplier goesOn)
      throws IOException, BlockException {
    CycleTally tally = new CycleTally(left);
    try {
      if (file == null || !RegularFile.is(file)) {
        throw new BlockException(CycleFiles.directory(capture, cycle) + ": no queue file");
      }
      FileTime ended = Files.getLastModifiedTime(file);
      return make(cycle, ended, tally, (head, to) -> copy(file, head, tally, to, goesOn));
    } catch (BlockException e) {
      damaged.add(cycle);
      throw e;
    }
  }

  /**
   * Seals that a number has no cycle, and which cycles a limit drops.
   *
   * @param why as {@link Seal#ending} has it
   * @throws IOException if the file cannot be written
   */
  void sealNothing(int number, String why) throws IOException, BlockException {
    CycleTally tally = new CycleTally(false);
    tally.nothing(why);
    make(number, FileTime.from(Instant.now()), tally, (head, to) -> true);
  }

  /** Puts the content of a sealed cycle into its file. */
  @FunctionalInterface
  interface Content {
    boolean write(SealedHead head, SealedWriter to) throws IOException, BlockException;
  }

  boolean make(int cycle, FileTime ended, CycleTally tally, Content content)
      throws IOException, BlockException {
    Path draft = CycleFiles.draft(capture, cycle);
    Path sealed = CycleFiles.sealed(capture, cycle);
    if (CycleFiles.isDirectory(sealed)) {
      throw new BlockException(sealed + ": a directory, in the way");
    }
    Manifest manifest = manifests.get();
    try {
      SealedHead head = new SealedHead(cycle, manifest.id());
      try (SealedWriter writer = new SealedWriter(draft, head)) {
        if (!content.write(head, writer)) {
          return false;
        }
        writer.endContent();
        Seal seal = seal(cycle, manifest, tally, writer.written(), writer.hash());
        writer.seal(seal.text(), key);
      }
      // A limit of age asks when the cycle ended, and not when it was sealed.
      Files.setLastModifiedTime(draft, ended);
      Files.move(draft, sealed, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
    last = SealedFile.of(capture, cycle);
    sync();
    return true;
  }

  /** Whether all of it was copied. */
  private static boolean copy(
      Path file, SealedHead head, CycleTally tally, SealedWriter writer, BooleanSupplier goesOn)
      throws IOException, BlockException {
    List<Damage> damages = new ArrayList<>();
    try (Batches batches = open(file, head, damages)) {
      while (isNext(batches) && damages.isEmpty()) {
        if (!goesOn.getAsBoolean()) {
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

  /** What may not be read will not be later either. */
  private static Batches open(Path file, SealedHead head, List<Damage> damages)
      throws IOException, BlockException {
    try {
      return CycleFiles.isSealed(file)
          ? new SealedReader(file, damages::add, head, Long.MAX_VALUE)
          : new BatchReader(file, damages::add);
    } catch (AccessDeniedException e) {
      throw new BlockException(file + ": " + Reason.of(e));
    }
  }

  /** Nor what cannot be. */
  private static boolean isNext(Batches batches) throws BlockException {
    try {
      return batches.next();
    } catch (IOException e) {
      throw new BlockException("cannot be read: " + Reason.of(e));
    }
  }

  private Seal seal(int cycle, Manifest manifest, CycleTally tally, long written, String hash) {
    List<Integer> there = CycleFiles.in(capture);
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
        Math.min(oldest, cycle + 1),
        damaged.stream().filter(each -> each >= oldest && there.contains(each)).toList(),
        Instant.now().truncatedTo(ChronoUnit.MICROS).toString(),
        manifest.host(),
        manifest.recordingOf(cycle),
        new EarlierRecordings(manifest).before(cycle),
        key == null ? "" : key.publicKey(),
        manifest.imported(),
        manifest.cut(),
        manifest.snapshot());
  }

  /** Waits until the disk has the names of what is sealed. */
  void sync() throws IOException {
    DiskSync.force(capture);
  }
}
