// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Seals the cycles of a capture that is being recorded, in order, and drops the oldest where there
 * is a limit: whatever goes, a seal that the disk has tells it before; only where there is no room
 * for that seal, what goes makes some first. Used by one thread at a time.
 */
final class CycleSealer {
  /** Asking what is kept takes a look at all cycles: so much longer is waited until the next. */
  private static final int PATIENCE = 20;

  private final Path capture;
  private final SealMaker seals;
  private final IntSupplier oldestKept;
  private final BooleanSupplier givenUp;
  private final Removal removal;
  private final Consumer<String> say;
  private final Set<Integer> left = new HashSet<>();
  private int kept;
  private long asked;
  private long asking;
  private int sealed;

  /** Whether a cycle was removed for a seal that could not be made even so. */
  private boolean untold;

  /**
   * @param manifests gives what the seals tell of the capture, as {@link SealMaker} wants it
   * @param key to sign with, or null
   * @param oldestKept asked again and again: lower numbers than this are to be dropped
   * @param givenUp asked again and again: whether to leave the cycle as it is
   * @param say told, a line each, what cannot be removed, and what goes of earlier recordings
   */
  CycleSealer(
      Path capture,
      Supplier<Manifest> manifests,
      SigningKey key,
      IntSupplier oldestKept,
      BooleanSupplier givenUp,
      Consumer<String> say) {
    this.capture = capture;
    this.oldestKept = oldestKept;
    this.givenUp = givenUp;
    this.say = say;
    removal = new Removal(capture, say);
    seals = new SealMaker(capture, manifests, key);
  }

  /** The cycle that was sealed last; null if none was. */
  SealedFile last() {
    return seals.last();
  }

  /** How many it sealed. */
  int sealed() {
    return sealed;
  }

  /** Goes on after what is sealed already. */
  void continueAfter(SealedFile sealed) {
    seals.continueAfter(sealed);
  }

  /** A cycle that is sealed already is sealed again. */
  void replace(SealedFile sealed) {
    seals.replace(sealed);
  }

  /**
   * Whether a cycle that an earlier recorder left is to be sealed: one before the last that has a
   * seal is left out for good.
   */
  boolean takes(int cycle) {
    if (seals.has(cycle)) {
      seals.leaveOut(cycle);
      return false;
    }
    left.add(cycle);
    return true;
  }

  /**
   * Seals a cycle; one that is gone is none to seal. One that is no longer to be kept is dropped
   * with those before it, since more comes than can be sealed.
   *
   * @return whether there is nothing left to do; false once given up
   * @throws BlockException if the cycle is damaged, cannot be looked into, or something is in the
   *     way of its file: it stays as it is
   * @throws IOException if the file cannot be written: the cycle stays as it is, for another time
   */
  boolean seal(int cycle) throws IOException, BlockException {
    Path directory = CycleFiles.directory(capture, cycle);
    if (!CycleFiles.isDirectory(directory)) {
      return true;
    }
    ask();
    if (seals.has(cycle)) {
      if (!seals.made(cycle)) {
        throw new BlockException(directory + ": it has another seal, or a later cycle has one");
      }
      seals.sync(); // sealed before; what it replaces could not be removed, or its name not synced
    } else if (seals.oldest() > cycle) {
      sealDropped(cycle);
    } else if (isSealed(cycle)) {
      sealed++;
    } else if (givenUp.getAsBoolean()) {
      return false;
    } else {
      sealDropped(cycle);
    }
    removal.ofDirectory(cycle);
    // The file that tells it stays until the next does.
    dropBelow(Math.min(seals.oldest(), cycle), cycle);
    return true;
  }

  /** Of earlier recordings a limit may drop much at once, which only the next recorder knows. */
  private void dropBelow(int oldest, int cycle) {
    if (left.contains(cycle) && CycleFiles.in(capture).get(0) < oldest) {
      say.accept(dropped(capture, oldest));
    }
    removal.below(oldest);
  }

  /** A line that says which cycles are gone. */
  static String dropped(Path capture, int oldest) {
    return capture + ": cycles before " + oldest + " were dropped by a limit";
  }

  /** Of what the recorder wrote: a sealed file that is there already, somebody else put there. */
  private boolean isSealed(int cycle) throws IOException, BlockException {
    Path file = queueFile(cycle);
    try {
      return seals.seal(cycle, file, left.contains(cycle), () -> goesOn(cycle));
    } catch (IOException e) {
      int oldest = Math.min(seals.oldest(), cycle);
      requireRoomBelow(oldest, cycle, e);
      // What this seal would tell to be dropped makes room for it: now it has to be made.
      removal.below(oldest);
      return seals.seal(cycle, file, left.contains(cycle), () -> true);
    }
  }

  /** What cannot be looked into will not be later either: what comes after it is not to wait. */
  private Path queueFile(int cycle) throws BlockException {
    try {
      return CycleFiles.queueFile(capture, cycle);
    } catch (IOException e) {
      seals.leaveOut(cycle);
      throw new BlockException(CycleFiles.directory(capture, cycle) + ": " + Reason.of(e));
    }
  }

  private boolean goesOn(int cycle) {
    if (System.nanoTime() - asked > PATIENCE * asking) {
      ask();
    }
    return kept <= cycle && !givenUp.getAsBoolean();
  }

  private void ask() {
    long began = System.nanoTime();
    kept = oldestKept.getAsInt();
    seals.keepFrom(kept);
    asked = System.nanoTime();
    asking = asked - began;
  }

  private void sealDropped(int cycle) throws IOException, BlockException {
    seals.keepFrom(cycle + 1);
    try {
      seals.sealNothing(cycle, Seal.DROPPED);
    } catch (IOException e) {
      requireNoSpace(cycle, e);
      // There is no room even for that: what is dropped makes some. The directory stays until the
      // seal is there: a number that is gone untold would be missed.
      DraftDirectory.deleteContent(CycleFiles.directory(capture, cycle));
      seals.sealNothing(cycle, Seal.DROPPED);
    }
  }

  /** Passes on what is no lack of room, or came when the seal was in its place. */
  private void requireNoSpace(int cycle, IOException e) throws IOException {
    if (seals.made(cycle) || !DiskException.of(capture, e).isNoSpace()) {
      throw e;
    }
  }

  /**
   * Drops what is not to be kept though no cycle waits whose seal would tell it: a seal of no cycle
   * does, unless the last one did and its recorder was killed then. Of those that were recorded the
   * last one stays, however often this is tried.
   *
   * @param number of that seal
   * @return the lowest number that is kept; 0 if nothing was to be dropped
   * @throws IOException if the seal cannot be written: then nothing is dropped, but where there was
   *     no room for it the oldest
   */
  int makeRoom(int number) throws IOException, BlockException {
    List<Integer> there = CycleFiles.in(capture);
    int last = there.size() - 1;
    while (last > 0 && SealedFile.isOfNone(capture, there.get(last))) {
      last--;
    }
    int oldest = last < 1 ? 0 : Math.min(oldestKept.getAsInt(), there.get(last));
    if (last < 1 || oldest <= there.get(0)) {
      return 0;
    }
    seals.keepFrom(oldest);
    if (seals.haveTold(oldest)) {
      seals.sync();
    } else {
      sealNone(number, there.get(0));
    }
    removal.below(oldest);
    return oldest;
  }

  private void sealNone(int number, int first) throws IOException, BlockException {
    try {
      seals.sealNothing(number, Seal.NONE);
    } catch (IOException e) {
      requireRoomBelow(untold ? 0 : first + 1, number, e);
      untold = true;
      removal.below(first + 1); // makes some: it is told a moment later
      seals.sealNothing(number, Seal.NONE);
    }
    untold = false;
  }

  /**
   * Passes on what is no lack of room, or one that removing cycles below a number does not help.
   */
  private void requireRoomBelow(int oldest, int cycle, IOException e) throws IOException {
    requireNoSpace(cycle, e);
    if (!removal.makesRoom(oldest)) {
      throw e;
    }
  }
}
