// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import tcplife.capture.RecordSource;
import tcplife.event.BatchSummary;

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
      return BatchSummary.ofRecorder(1, size, time, sequence++);
    };
  }
}
