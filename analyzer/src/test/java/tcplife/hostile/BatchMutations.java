// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What someone does to batches who makes their CRCs right again: docs/format.md. */
final class BatchMutations {
  private static final int MAGIC = 0x42504354;
  private static final int HEADER = 36;
  private static final int CRC = 32;
  private static final int CPU_ENTRY = 24;

  /** Offsets in the header, and as many bytes: version, CPUs, records, bytes, two times. */
  private static final int[][] FIELDS = {{4, 2}, {6, 2}, {8, 4}, {12, 4}, {16, 8}, {24, 8}};

  private BatchMutations() {}

  /** Changes a batch of a queue file. */
  static void change(CaptureBytes capture, Random random) {
    List<String> queues = capture.names(".cq4");
    if (queues.isEmpty()) {
      return;
    }
    ByteBuffer file = Hostile.wrap(capture.files().get(Hostile.any(random, queues)));
    List<Integer> batches = batches(file);
    if (!batches.isEmpty()) {
      int document = Hostile.any(random, batches);
      int length = file.getInt(document) & 0x3fffffff;
      changeBatch(file, document + 4, length, random);
      if (random.nextInt(16) == 0) {
        Hostile.putNumber(random, file, document, 4);
      }
    }
  }

  /** Offsets of the documents that are batches. */
  private static List<Integer> batches(ByteBuffer file) {
    List<Integer> batches = new ArrayList<>();
    int at = 0;
    while (at + 8 <= file.limit() && file.getInt(at) != 0) {
      int header = file.getInt(at);
      int length = header & 0x3fffffff;
      if (at + 4 + length > file.limit() || length <= 0) {
        break;
      }
      if (header >>> 30 == 0 && length >= HEADER && file.getInt(at + 4) == MAGIC) {
        batches.add(at);
      }
      at = at + 4 + length + 3 & ~3;
    }
    return batches;
  }

  private static void changeBatch(ByteBuffer file, int start, int length, Random random) {
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int bytes = Math.min(file.getInt(start + 12), length - HEADER);
      int records = start + HEADER;
      switch (random.nextInt(8)) {
        case 0 -> {
          int[] field = FIELDS[random.nextInt(FIELDS.length)];
          Hostile.putNumber(random, file, start + field[0], field[1]);
        }
        case 1 -> {
          int table = records + Math.max(0, bytes);
          int entry = table + random.nextInt(2) * CPU_ENTRY;
          int field = random.nextInt(4);
          Hostile.putNumber(
              random, file, entry + new int[] {0, 4, 8, 16}[field], field < 2 ? 4 : 8);
        }
        default -> changeRecord(file, records, records + Math.max(0, bytes), random);
      }
    }
    int crc = Hostile.crc(file, start, start + CRC, start + HEADER, start + length);
    file.putInt(start + CRC, crc);
  }

  private static void changeRecord(ByteBuffer file, int from, int end, Random random) {
    List<Integer> records = new ArrayList<>();
    for (int at = from; at + 16 <= end; ) {
      records.add(at);
      int length = Short.toUnsignedInt(file.getShort(at));
      at += Math.max(8, length);
    }
    if (records.isEmpty()) {
      return;
    }
    int record = Hostile.any(random, records);
    int length = Math.min(Short.toUnsignedInt(file.getShort(record)), end - record);
    switch (random.nextInt(7)) {
      case 0 -> Hostile.putNumber(random, file, record, 2);
      case 1 -> file.put(record + 2, (byte) random.nextInt(14));
      case 2 -> Hostile.putNumber(random, file, record + 4, 4);
      case 3 -> Hostile.putNumber(random, file, record + 16, 8);
      case 4 -> Hostile.putText(random, file, record + random.nextInt(Math.max(1, length)));
      default ->
          Hostile.putNumber(
              random, file, record + random.nextInt(Math.max(1, length)), 1 << random.nextInt(4));
    }
  }
}
