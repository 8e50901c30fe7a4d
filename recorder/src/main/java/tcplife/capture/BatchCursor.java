// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import tcplife.capture.Manifest.Recording;

/** Steps through the batches of a capture, cycle after cycle, and holds account of them. */
final class BatchCursor implements AutoCloseable {
  private static final String DROPPED = "dropped by a limit before it was read";

  private final Capture capture;
  private final Consumer<Damage> damages;
  private final Cycles cycles;
  private final SequenceAccount sequences;
  private final Workspace space = new Workspace();
  private Recording recording;
  private Batches batches;
  private boolean following;

  /** Whether anything was read or told of the present cycle. */
  private boolean told;

  private long taken;

  /**
   * @param following whether the capture is being recorded: what is not there yet may come
   */
  BatchCursor(Capture capture, Consumer<Damage> damages, boolean following) {
    this.capture = capture;
    this.damages =
        damage -> {
          told = true;
          damages.accept(damage);
        };
    this.following = following;
    cycles = new Cycles(capture, following);
    sequences = new SequenceAccount(capture.manifest().cut());
  }

  /**
   * Steps to the next batch.
   *
   * @return whether there is one; while {@link #isFollowing}, whether there is one yet
   */
  boolean next() {
    boolean found = false;
    while (!found) {
      boolean growing = following && isGrowing();
      found = batches != null && isNext(growing);
      if (!found && (growing || !nextCycle())) {
        return false;
      }
    }
    told = true;
    taken++;
    sequences.add(batches.buffer(), recordsEnd(), batches.cpus(), batches.times());
    capture.took(recordsEnd() - records());
    return true;
  }

  /** Holds the batch, little-endian, until the next step. */
  ByteBuffer buffer() {
    return batches.buffer();
  }

  /** Where in the buffer its records begin. */
  int records() {
    return batches.records();
  }

  /** Where in the buffer its records end. */
  int recordsEnd() {
    return batches.recordsEnd();
  }

  /** Tells of damage at one of its records. */
  void damaged(int at, String what) {
    batches.damaged(at, what);
  }

  /** Its number, of those that were read, from 1. */
  long taken() {
    return taken;
  }

  /** The run of the recorder that wrote it; null if the manifest names none. */
  Recording recording() {
    return recording;
  }

  /** The number of the cycle that it is in. */
  int cycle() {
    return cycles.taken();
  }

  /** What the sequences that were read so far tell. */
  SequenceAccount sequences() {
    return sequences;
  }

  /** Whether more may come. */
  boolean isFollowing() {
    return following;
  }

  /** From now on what is there is all. */
  void stopFollowing() {
    cycles.look();
    following = false;
  }

  /** Steps to the next batch of the cycle. What the disk does not give costs the rest of it. */
  private boolean isNext(boolean growing) {
    try {
      // What was read of a cycle that has ended meanwhile may be of before its end: it is read
      // anew.
      return following && batches.nextWritten() || !growing && batches.next();
    } catch (IOException e) {
      batches.unreadable(e);
      close();
      batches = null;
      return false;
    }
  }

  /** Whether the cycle that is read may yet grow: the next one is begun after it ended. */
  private boolean isGrowing() {
    cycles.look();
    return !cycles.hasNext();
  }

  private boolean isOfRecording(Recording next) {
    return next == null ? recording == null : next.isRunOf(recording);
  }

  private boolean nextCycle() {
    close();
    if (batches != null && !told && !capture.isOfNone(cycles.taken())) {
      tellEmpty();
    }
    batches = null;
    while (cycles.hasNext()) {
      Recording next = cycles.nextRecording();
      told = false;
      batches = open(cycles.next());
      if (batches != null) {
        if (!isOfRecording(next)) {
          recording = next;
          sequences.startRecording(capture.isWhole(next));
        }
        return true;
      }
    }
    return false;
  }

  /**
   * A recorder writes at once how the clocks stand: what it wrote was cut off, or it was killed; or
   * only a seal is left, of a cycle that a limit dropped. Then it is missed by those who have begun
   * to read before it.
   */
  private void tellEmpty() {
    boolean dropped = capture.isDropped(cycles.taken());
    if (!dropped || taken > 0) {
      damages.accept(damage(dropped ? DROPPED : "has no records"));
    }
  }

  /** The batches of a cycle; null, and told, if it has no file or this user may not look. */
  private Batches open(int cycle) {
    String what;
    try {
      Batches opened = capture.open(cycle, damages, space);
      if (opened != null) {
        return opened;
      }
      what = "no queue file";
    } catch (NoSuchFileException e) {
      boolean dropped = capture.isDropped(cycle);
      if (taken == 0 && dropped) {
        return null; // by a limit, since the capture was opened: it begins with a later one now
      }
      what = dropped ? DROPPED : Reason.of(e);
    } catch (AccessDeniedException e) {
      what = "may not be read";
    } catch (IOException e) {
      what = Reason.of(e);
    }
    damages.accept(damage(what));
    return null;
  }

  /** Of the cycle that was taken last. */
  private Damage damage(String what) {
    Path sealed = CycleFiles.sealed(capture.directory(), cycles.taken());
    Path raw = CycleFiles.directory(capture.directory(), cycles.taken());
    return new Damage(RegularFile.is(sealed) ? sealed : raw, 0, what);
  }

  @Override
  public void close() {
    if (batches != null) {
      try {
        batches.close();
      } catch (IOException e) {
        throw new CaptureException(capture.directory() + ": " + Reason.of(e), e);
      }
    }
  }
}
