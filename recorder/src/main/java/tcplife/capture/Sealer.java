// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Seals the cycles of a capture that is being recorded, one after another, in a thread of its own:
 * each once it is closed, and at first those that an earlier recorder left. What finds no room is
 * tried again later, before what comes after it.
 */
public final class Sealer implements AutoCloseable {
  private final CaptureDirectory directory;
  private final Path capture;
  private final SigningKey key;
  private final Consumer<String> say;
  private final Runnable calm;
  private final CycleSealer cycles;
  private final SealQueue waiting = new SealQueue();
  private final Thread thread = new Thread(this::work, "sealer");
  private String nothingDropped = "";

  /**
   * @param key to sign with, or null
   * @param oldestKept asked by another thread: lower numbers than this are to be dropped, sealed or
   *     not, once a seal tells so
   * @param calm run in the thread at first, to keep it out of others' way
   * @param say told, a line each, what goes wrong
   */
  public Sealer(
      CaptureDirectory directory,
      SigningKey key,
      IntSupplier oldestKept,
      Runnable calm,
      Consumer<String> say) {
    this.directory = directory;
    capture = directory.path();
    this.key = key;
    this.calm = calm;
    this.say = say;
    cycles =
        new CycleSealer(capture, directory::manifest, key, oldestKept, waiting::isGivenUp, say);
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
  }

  /**
   * Loads the library that compresses, while its file can be read: a recorder becomes another user.
   * If it cannot be, that is told when a cycle cannot be sealed.
   */
  public static void loadLibrary() {
    try {
      Zstandard.load();
    } catch (LinkageError e) {
      return;
    }
  }

  /**
   * Begins, with what earlier recorders left. Before the recording is added to the manifest: of
   * what is there already, the limits may keep less.
   *
   * @param enough asked before each cycle that was left: whether there is room enough for a new
   *     one; if not, this waits until it is sealed
   * @throws CaptureException if the capture's directory cannot be read or changed
   */
  public void begin(BooleanSupplier enough) {
    try {
      removeDrafts();
      List<Integer> there = CycleFiles.in(capture);
      if (!there.isEmpty()) {
        beginWith(there);
        makeRoom(enough);
      }
    } catch (IOException e) {
      throw new CaptureException(capture + ": cannot be sealed: " + Reason.of(e), e);
    }
    thread.start();
  }

  private void beginWith(List<Integer> there) throws IOException {
    Leftovers left = new Leftovers(capture, directory.manifest().id(), key, there, say);
    SealedFile last = left.last();
    if (last != null) {
      cycles.continueAfter(last);
    }
    SealedFile replaced = left.replaced();
    if (replaced != null) {
      cycles.replace(replaced);
    }
    for (int cycle : left.unsealed()) {
      boolean takes = cycles.takes(cycle);
      if (takes) {
        waiting.add(cycle);
      }
      say.accept(
          CycleFiles.directory(capture, cycle)
              + (takes
                  ? ": left by an earlier recorder; is sealed now"
                  : ": stays unsealed, since later cycles are sealed"));
    }
  }

  /** By the thread that begins, since the recording waits for it. */
  private void makeRoom(BooleanSupplier enough) {
    while (!enough.getAsBoolean() && !waiting.isEmpty() && !waiting.hasFailed()) {
      waiting.tried(seal(waiting.left().get(0)));
    }
    makeRoom();
  }

  /**
   * Drops what is no longer kept, unless a cycle waits: then its seal tells what is dropped. By the
   * thread that records, while it writes no cycle: this one does nothing where none waits.
   */
  public void makeRoom() {
    if (!waiting.isEmpty()) {
      return;
    }
    try {
      drop();
    } catch (IOException e) {
      sayNothingDropped(Reason.of(e));
    } catch (BlockException | RuntimeException | LinkageError e) {
      sayNothingDropped(e.getMessage());
    }
  }

  private void drop() throws IOException, BlockException {
    try {
      int oldest = cycles.makeRoom(directory.nextCycleNumber());
      if (oldest > 0) {
        say.accept(CycleSealer.dropped(capture, oldest));
      }
      nothingDropped = "";
    } finally {
      directory.look();
    }
  }

  /** A recording that pauses tries it each second. */
  private void sayNothingDropped(String why) {
    if (!why.equals(nothingDropped)) {
      nothingDropped = why;
      say.accept(capture + ": nothing is dropped for a limit: " + why);
    }
  }

  private void removeDrafts() throws IOException {
    for (String draft : CycleFiles.drafts(capture)) {
      DraftDirectory.delete(capture.resolve(draft));
    }
  }

  /** A cycle was closed: it is sealed when its turn comes. */
  public void closed(int cycle) {
    waiting.add(cycle);
  }

  private void work() {
    calm.run();
    try {
      for (Integer cycle = waiting.next(); cycle != null; cycle = waiting.next()) {
        waiting.tried(seal(cycle));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      waiting.giveUp();
    }
  }

  /** Whether the cycle needs no more of it. */
  private boolean seal(int cycle) {
    Path directory = CycleFiles.directory(capture, cycle);
    try {
      return cycles.seal(cycle);
    } catch (BlockException e) {
      say.accept(e.getMessage() + "; " + directory + " stays unsealed");
      return true;
    } catch (IOException e) {
      sayOnce(directory + ": not sealed yet: " + Reason.of(e));
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      sayOnce(directory + ": not sealed yet: " + e.getMessage());
    }
    return false;
  }

  private void sayOnce(String problem) {
    if (!waiting.hasFailed()) {
      say.accept(problem);
    }
  }

  /**
   * Waits until all cycles are sealed that can be.
   *
   * @param impatient asked again and again: whether to leave the rest unsealed
   */
  public void finish(BooleanSupplier impatient) {
    waiting.awaitEmpty(impatient);
    close();
    if (sealed() > 0) {
      sync();
    }
    for (int cycle : waiting.left()) {
      say.accept(
          CycleFiles.directory(capture, cycle)
              + ": left unsealed; the next record --append seals it");
    }
  }

  /** Before the root is told: a directory that came back would be sealed again, with another. */
  private void sync() {
    try {
      DiskSync.force(capture);
    } catch (IOException e) {
      say.accept(capture + ": cannot be synced: " + Reason.of(e));
    }
  }

  /** Cycles that were sealed. */
  public int sealed() {
    return cycles.sealed();
  }

  /** The capture's root: SHA-256 of its last seal, hexadecimal; empty if nothing is sealed. */
  public String root() {
    SealedFile last = cycles.last();
    return last == null ? "" : last.hash();
  }

  /** Leaves what is not sealed yet as it is. */
  @Override
  public void close() {
    waiting.giveUp();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
