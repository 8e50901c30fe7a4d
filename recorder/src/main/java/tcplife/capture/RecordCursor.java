// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import tcplife.capture.Manifest.Recording;
import tcplife.event.AcceptRecord;
import tcplife.event.ClockRecord;
import tcplife.event.EndRecord;
import tcplife.event.InventoryRecord;
import tcplife.event.LossRecord;
import tcplife.event.NameRecord;
import tcplife.event.ProcessRecord;
import tcplife.event.RecordHeader;
import tcplife.event.SegmentRecord;
import tcplife.event.StateLayout;

/** Steps through the records of a capture where they lie in a buffer, without copying them. */
public final class RecordCursor implements AutoCloseable {
  private static final String DROPPED = "dropped by a limit before it was read";

  private final Capture capture;
  private final Consumer<Damage> damages;
  private final Cycles cycles;
  private final SequenceAccount sequences;
  private Recording recording;
  private Batches batches;
  private boolean following;

  /** Whether anything was read or told of the present cycle. */
  private boolean told;

  private ByteBuffer buffer;
  private int at;
  private int end;
  private int length;
  private long batch;

  /**
   * @param following whether the capture is being recorded: what is not there yet may come
   */
  RecordCursor(Capture capture, Consumer<Damage> damages, boolean following) {
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
   * Steps to the next record that is long enough to be what it says it is; of unknown kinds, to any
   * that has a header.
   *
   * @return whether there is one; while {@link #isFollowing}, whether there is one yet
   */
  public boolean next() {
    at += length;
    length = 0;
    while (at < end || nextBatch()) {
      int claimed = end - at < RecordHeader.SIZE ? 0 : RecordHeader.length(buffer, at);
      if (claimed < RecordHeader.SIZE || claimed % 8 != 0 || claimed > end - at) {
        batches.damaged(at, "not a record; the rest of its batch is skipped");
        at = end;
      } else if (claimed < leastLength()) {
        batches.damaged(at, "a record of kind " + kind() + " with " + claimed + " bytes");
        at += claimed;
      } else {
        length = claimed;
        return true;
      }
    }
    return false;
  }

  private int leastLength() {
    return switch (kind()) {
      case RecordHeader.STATE_KIND, RecordHeader.OPEN_KIND ->
          (buffer.get(at + RecordHeader.FLAGS) & StateLayout.COUNTERS_FLAG) == 0
              ? StateLayout.SIZE
              : StateLayout.SIZE_WITH_COUNTERS;
      case RecordHeader.CLOCK_KIND -> ClockRecord.SIZE;
      case RecordHeader.LOSS_KIND -> LossRecord.SIZE;
      case RecordHeader.END_KIND -> EndRecord.size(0);
      case RecordHeader.ACCEPT_KIND -> AcceptRecord.SIZE;
      case RecordHeader.PROCESS_KIND -> ProcessRecord.SIZE;
      case RecordHeader.NAME_KIND -> NameRecord.SIZE;
      case RecordHeader.RESET_KIND, RecordHeader.RETRANSMIT_KIND -> SegmentRecord.SIZE;
      case RecordHeader.INVENTORY_KIND -> InventoryRecord.SIZE;
      default -> RecordHeader.SIZE;
    };
  }

  /** The kind of the current record: a constant of {@link RecordHeader}, or one yet unknown. */
  public int kind() {
    return RecordHeader.kind(buffer, at);
  }

  /** The little-endian buffer that holds the current record, until the next step. */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** Where in the buffer the current record begins. */
  public int offset() {
    return at;
  }

  /** The run of the recorder that wrote the current record; null if the manifest names none. */
  public Recording recording() {
    return recording;
  }

  /** The number of the cycle that the current record is in. */
  public int cycle() {
    return cycles.taken();
  }

  /** The number of the batch that the current record is in, of those that were read, from 1. */
  public long batch() {
    return batch;
  }

  /** What the sequences that were read so far tell. */
  public SequenceAccount sequences() {
    return sequences;
  }

  /** Whether more records may come. */
  public boolean isFollowing() {
    return following;
  }

  /** From now on what is there is all. */
  public void stopFollowing() {
    cycles.look();
    following = false;
  }

  private boolean nextBatch() {
    boolean found = false;
    while (!found) {
      boolean growing = following && isGrowing();
      found = batches != null && isNext(growing);
      if (!found && (growing || !nextCycle())) {
        return false;
      }
    }
    told = true;
    buffer = batches.buffer();
    at = batches.records();
    end = batches.recordsEnd();
    batch++;
    sequences.add(buffer, end, batches.cpus(), batches.times());
    capture.took(end - at);
    return true;
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
    if (!dropped || buffer != null) {
      damages.accept(damage(dropped ? DROPPED : "has no records"));
    }
  }

  /** The batches of a cycle; null, and told, if it has no file or this user may not look. */
  private Batches open(int cycle) {
    String what;
    try {
      Batches opened = capture.open(cycle, damages);
      if (opened != null) {
        return opened;
      }
      what = "no queue file";
    } catch (NoSuchFileException e) {
      boolean dropped = capture.isDropped(cycle);
      if (buffer == null && dropped) {
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
