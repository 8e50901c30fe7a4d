// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import tcplife.capture.RecordSource;
import tcplife.event.LossRecord;

/**
 * Losses of which there is no record in the capture yet. Told is what was drained: if a cycle
 * cannot take that any more, the next one does, as it does with every batch.
 */
final class UntoldLosses {
  private final Deque<LossRecord> losses = new ArrayDeque<>();
  private final RecorderBatch batch;

  /**
   * @param batch numbers what is told
   */
  UntoldLosses(RecorderBatch batch) {
    this.batch = batch;
  }

  void add(LossRecord loss) {
    losses.add(loss);
  }

  boolean isEmpty() {
    return losses.isEmpty();
  }

  /** A batch of the oldest. */
  RecordSource oldest() {
    LossRecord oldest = losses.element();
    return batch.of(
        LossRecord.SIZE,
        oldest.until(),
        (to, sequence) -> {
          oldest.write(to, sequence);
          losses.remove();
        });
  }

  /** A batch of the oldest, of so many at most. */
  RecordSource oldest(int most) {
    return to -> {
      int count = Math.min(losses.size(), most);
      ByteBuffer block =
          ByteBuffer.allocate(count * LossRecord.SIZE).order(ByteOrder.LITTLE_ENDIAN);
      while (block.hasRemaining()) {
        losses.remove().write(block, 0);
      }
      return batch.of(block.flip()).drain(to);
    };
  }
}
