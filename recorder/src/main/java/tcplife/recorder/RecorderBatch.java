// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import tcplife.capture.RecordSource;
import tcplife.event.BatchSummary;
import tcplife.event.RecordHeader;
import tcplife.event.StateLayout;

/** Makes batches of the recorder's own records, and numbers them. */
final class RecorderBatch {
  private long sequence;

  /** Writes a record to a little-endian buffer. */
  @FunctionalInterface
  interface RecordWriter {
    void write(ByteBuffer to, long sequence);
  }

  /**
   * A batch of one record.
   *
   * @param size bytes of the record
   * @param time of the record, ns of CLOCK_BOOTTIME
   */
  RecordSource of(int size, long time, RecordWriter writer) {
    return to -> {
      writer.write(to.slice().order(ByteOrder.LITTLE_ENDIAN), sequence);
      return BatchSummary.ofRecorder(1, size, time, time, sequence++);
    };
  }

  /**
   * A batch of records that have their time where a transition has it.
   *
   * @param block little-endian; written to its limit, and numbered
   */
  RecordSource of(ByteBuffer block) {
    return to -> {
      long firstSequence = sequence;
      long firstTime = Long.MAX_VALUE;
      long lastTime = 0;
      for (int at = 0; at < block.limit(); at += RecordHeader.length(block, at)) {
        block.putLong(at + RecordHeader.SEQUENCE, sequence++);
        long time = block.getLong(at + StateLayout.TIME);
        firstTime = Math.min(firstTime, time);
        lastTime = Math.max(lastTime, time);
      }
      to.slice().put(block.duplicate().rewind());
      int records = (int) (sequence - firstSequence);
      return BatchSummary.ofRecorder(records, block.limit(), firstTime, lastTime, firstSequence);
    };
  }
}
