// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import tcplife.event.BatchSummary;
import tcplife.event.RecordHeader;

/** Makes batches that readers must take, of records and bytes that no recorder would write. */
final class RandomBatches {
  private final Random random;

  RandomBatches(long seed) {
    random = new Random(seed);
  }

  /** Some batches, one after another, little-endian, from 0 to the limit. */
  ByteBuffer content(int batches) {
    ByteBuffer content =
        ByteBuffer.allocate(SealedLayout.LARGEST_CONTENT).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < batches; i++) {
      addBatch(content);
    }
    return content.flip();
  }

  private void addBatch(ByteBuffer to) {
    int start = to.position();
    to.position(start + BatchLayout.HEADER_SIZE);
    int records = addRecords(to);
    int bytes = to.position() - start - BatchLayout.HEADER_SIZE;
    int cpus = random.nextInt(4);
    byte[] table = new byte[cpus * BatchSummary.CPU_ENTRY];
    if (random.nextBoolean()) {
      random.nextBytes(table);
    }
    to.put(table);
    to.putInt(start, BatchLayout.MAGIC_VALUE);
    to.putShort(start + BatchLayout.VERSION, (short) BatchLayout.VERSION_VALUE);
    to.putShort(start + BatchLayout.CPUS, (short) cpus);
    // What else a header says is not looked at by those who step from batch to batch.
    to.putInt(start + BatchLayout.RECORDS, random.nextBoolean() ? records : random.nextInt());
    to.putInt(start + BatchLayout.BYTES, bytes);
    to.putLong(start + BatchLayout.FIRST_TIME, random.nextLong());
    to.putLong(start + BatchLayout.LAST_TIME, random.nextLong());
    int length = to.position() - start;
    to.putInt(start + BatchLayout.CRC, BatchLayout.crc(to, start, length));
  }

  private int addRecords(ByteBuffer to) {
    int records = random.nextInt(4) == 0 ? random.nextInt(700) : random.nextInt(20);
    int kinds = random.nextInt(3) == 0 ? 256 : 3;
    for (int i = 0; i < records; i++) {
      addRecord(to, random.nextInt(kinds));
    }
    // Behind the last: nothing, or what can be no record.
    byte[] rest = new byte[random.nextInt(3) == 0 ? random.nextInt(40) : 0];
    random.nextBytes(rest);
    if (rest.length > RecordHeader.LENGTH) {
      rest[RecordHeader.LENGTH] |= 1;
    }
    to.put(rest);
    return records;
  }

  private void addRecord(ByteBuffer to, int kind) {
    int length = RecordHeader.SIZE + 8 * random.nextInt(random.nextInt(50) == 0 ? 2000 : 12);
    byte[] body = new byte[length - RecordHeader.SIZE];
    if (random.nextBoolean()) {
      random.nextBytes(body);
    } else {
      java.util.Arrays.fill(body, (byte) random.nextInt(3));
    }
    to.putShort((short) length).put((byte) kind).put((byte) random.nextInt());
    to.putInt(random.nextInt(3))
        .putLong(random.nextInt(3) == 0 ? random.nextLong() : to.position());
    to.put(body);
  }
}
