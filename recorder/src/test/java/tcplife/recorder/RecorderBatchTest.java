// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tcplife.event.BatchSummary;
import tcplife.event.InventoryRecord;
import tcplife.event.NameRecord;
import tcplife.event.RecordHeader;

@Timeout(10)
class RecorderBatchTest {
  private final RecordBlocks blocks = new RecordBlocks();
  private final RecorderBatch batch = new RecorderBatch();
  private final ByteBuffer to =
      ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.LITTLE_ENDIAN).position(40);

  private void name(long time) {
    NameRecord name = new NameRecord(time, 7, NameRecord.USER, new byte[5], false);
    blocks.add(name.size(), name::write);
  }

  @Test
  void aBlockBecomesABatchThatIsNumberedAfterWhatWasWrittenBefore() {
    InventoryRecord begin = new InventoryRecord(5, InventoryRecord.BEGIN, 0, false);
    batch.of(InventoryRecord.SIZE, begin.time(), begin::write).drain(to);
    for (long time : new long[] {30, 10, 20}) {
      name(time);
    }
    blocks.finish();

    BatchSummary summary = batch.of(blocks.poll()).drain(to);

    assertEquals(3, summary.records());
    assertEquals(3 * 48, summary.bytes());
    assertEquals(10, summary.firstTime());
    assertEquals(30, summary.lastTime());
    assertEquals(1, summary.cpus());
    for (int i = 0; i < 3; i++) {
      assertEquals(1 + i, RecordHeader.sequence(to, 40 + i * 48));
    }
    assertEquals(40, to.position());
    assertEquals(30, NameRecord.read(to, 40).time());
    BatchSummary next = batch.of(InventoryRecord.SIZE, begin.time(), begin::write).drain(to);
    assertEquals(4, next.cpuTable().order(ByteOrder.LITTLE_ENDIAN).getLong(8));
  }

  @Test
  void manyRecordsBecomeSeveralBlocksOfWholeRecords() {
    int count = 20_000; // of 48 bytes: less than may wait
    for (int i = 0; i < count; i++) {
      name(i);
    }
    blocks.finish();

    int seen = 0;
    int batches = 0;
    for (ByteBuffer block = blocks.poll(); block != null; block = blocks.poll()) {
      seen += batch.of(block).drain(to).records();
      batches++;
    }
    assertEquals(count, seen);
    assertTrue(batches > 1);
    assertNull(blocks.poll());
  }
}
