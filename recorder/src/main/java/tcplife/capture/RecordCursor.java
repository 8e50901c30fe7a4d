// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.nio.ByteBuffer;
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
  private final BatchCursor batches;
  private ByteBuffer buffer;
  private int at;
  private int end;
  private int length;

  /**
   * @param following whether the capture is being recorded: what is not there yet may come
   */
  RecordCursor(Capture capture, Consumer<Damage> damages, boolean following) {
    batches = new BatchCursor(capture, damages, following);
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
    return batches.recording();
  }

  /** The number of the cycle that the current record is in. */
  public int cycle() {
    return batches.cycle();
  }

  /** The number of the batch that the current record is in, of those that were read, from 1. */
  public long batch() {
    return batches.taken();
  }

  /** What the sequences that were read so far tell. */
  public SequenceAccount sequences() {
    return batches.sequences();
  }

  /** Whether more records may come. */
  public boolean isFollowing() {
    return batches.isFollowing();
  }

  /** From now on what is there is all. */
  public void stopFollowing() {
    batches.stopFollowing();
  }

  private boolean nextBatch() {
    if (!batches.next()) {
      return false;
    }
    buffer = batches.buffer();
    at = batches.records();
    end = batches.recordsEnd();
    return true;
  }

  @Override
  public void close() {
    batches.close();
  }
}
