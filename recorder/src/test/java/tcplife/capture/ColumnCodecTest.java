// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tcplife.event.BatchSummary;

/** Batches by column and back. */
@Timeout(120)
class ColumnCodecTest {
  private final BlockDecoder decoder = new BlockDecoder();

  private static long seed() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    return seed;
  }

  /** Twice, into buffers that held something else, by one that may have decoded others before. */
  private byte[] decode(byte[] columns, int size, int batches) throws BlockException {
    byte[] first = decode(columns, size, batches, (byte) 0x5a);
    assertArrayEquals(first, decode(columns, size, batches, (byte) 0xa5));
    return first;
  }

  private byte[] decode(byte[] columns, int size, int batches, byte held) throws BlockException {
    ByteBuffer content = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.fill(content.array(), held);
    decoder.decode(columns, columns.length, content, batches);
    return content.array();
  }

  private static byte[] bytes(ByteBuffer content) {
    byte[] bytes = new byte[content.limit()];
    content.get(0, bytes);
    return bytes;
  }

  @Test
  void anyBatchesComeBackByteForByte() throws BlockException {
    long seed = seed();
    BlockEncoder encoder = new BlockEncoder();
    for (int i = 0; i < 300; i++) {
      int batches = new Random(seed + i).nextInt(12);
      ByteBuffer content = new RandomBatches(seed + i).content(batches);
      byte[] columns = encoder.encode(content);
      assertTrue(columns.length <= ColumnLayout.most(content.limit()), "round " + i);
      assertArrayEquals(
          bytes(content), decode(columns, content.limit(), batches), "seed " + (seed + i));
    }
  }

  @Test
  void moreGroupsThanAByteCountsComeBack() throws BlockException {
    ByteBuffer records = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    for (int kind = 0; kind < 256; kind++) {
      for (int length = 16; length <= 40; length += 8) {
        int start = records.position();
        records.putShort((short) length).put((byte) kind).position(start + length);
      }
    }
    ByteBuffer content = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    content.putInt(BatchLayout.MAGIC_VALUE).putShort((short) 1).putShort((short) 0);
    content.putInt(BatchLayout.BYTES, records.position()).position(BatchLayout.HEADER_SIZE);
    content.put(records.flip()).flip();

    byte[] columns = new BlockEncoder().encode(content);

    assertArrayEquals(bytes(content), decode(columns, content.limit(), 1));
  }

  /** More than are put together at a time. */
  @Test
  void manyRecordsOfOneKindComeBack() throws BlockException {
    Random random = new Random(3);
    int length = 64;
    int count = 1200;
    ByteBuffer content =
        ByteBuffer.allocate(BatchLayout.HEADER_SIZE + count * length)
            .order(ByteOrder.LITTLE_ENDIAN);
    content.putInt(BatchLayout.MAGIC_VALUE).putShort((short) 1).putShort((short) 0);
    content.putInt(BatchLayout.BYTES, count * length).position(BatchLayout.HEADER_SIZE);
    for (int i = 0; i < count; i++) {
      int key = random.nextInt(50);
      content.putShort((short) length).putShort((short) 1).putInt(random.nextInt(3));
      content.putLong(i).putLong(1000L * i).putLong(key);
      content.putLong(~key).putLong(random.nextLong()).putLong(i / 3).putLong(0);
    }
    content.flip();

    byte[] columns = new BlockEncoder().encode(content);

    assertArrayEquals(bytes(content), decode(columns, content.limit(), 1));
  }

  /** Before room is made for them. */
  @Test
  void groupsHaveAsManyBytesAsTheirBatches() throws BlockException {
    int heads = 1000;
    ByteBuffer columns = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
    columns.putInt(0).putInt(ColumnLayout.FIRST_RECORDS);
    columns.putInt(heads).putInt(ColumnLayout.HEAD_ROW).position(columns.position() + 10);
    columns.putInt(0).putInt(BatchSummary.CPU_ENTRY);
    int content = heads * BatchLayout.HEADER_SIZE;

    assertEquals(heads, new ColumnTable(columns.rewind(), content).size(0).rows());
    assertThrows(BlockException.class, () -> new ColumnTable(columns.rewind(), content + 1));
  }

  @Test
  void whateverColumnsSayTheyAreRefusedOrMakeTheSameBytesAgain() {
    long seed = seed();
    Random random = new Random(seed);
    ByteBuffer content = new RandomBatches(seed).content(3);
    byte[] columns = new BlockEncoder().encode(content);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = columns.clone();
      int head = Math.min(damaged.length, 400);
      for (int places = 1 + random.nextInt(3); places > 0; places--) {
        damaged[random.nextInt(random.nextBoolean() ? head : damaged.length)] =
            (byte) random.nextInt();
      }
      int length = random.nextInt(5) == 0 ? random.nextInt(damaged.length) : damaged.length;
      try {
        decode(Arrays.copyOf(damaged, length), content.limit(), 3);
      } catch (BlockException e) {
        refused++;
      }
    }
    assertTrue(refused > 1000, () -> "seed " + seed);
  }
}
