// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import com.github.luben.zstd.Zstd;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What someone does to sealed cycles who makes their CRCs right again: docs/format.md. */
final class BlockMutations {
  private static final int HEAD = 32;
  private static final int BLOCK = 0x4b424354;
  private static final int SEAL = 0x4c534354;
  private static final int BLOCK_HEADER = 36;
  private static final int BLOCK_CRC = 32;
  private static final int TEXT_HEADER = 12;

  /** Columns of a capture as these are have fewer bytes. */
  private static final int LARGEST = 16 << 20;

  private BlockMutations() {}

  /** Changes what a block holds by column, or what it says of itself. */
  static void changeBlock(CaptureBytes capture, Random random) {
    List<String> sealed = capture.names(".tcap");
    if (sealed.isEmpty()) {
      return;
    }
    String name = Hostile.any(random, sealed);
    ByteBuffer file = Hostile.wrap(capture.files().get(name));
    List<Integer> blocks = parts(file, BLOCK);
    if (blocks.isEmpty()) {
      return;
    }
    int at = Hostile.any(random, blocks);
    int payload = file.getInt(at + 4);
    byte[] frame = Arrays.copyOfRange(file.array(), at + BLOCK_HEADER, at + BLOCK_HEADER + payload);
    if (random.nextInt(4) > 0) {
      frame = changeColumns(frame, random);
    }
    byte[] block = new byte[BLOCK_HEADER + frame.length];
    file.get(at, block, 0, BLOCK_HEADER);
    System.arraycopy(frame, 0, block, BLOCK_HEADER, frame.length);
    ByteBuffer made = Hostile.wrap(block).putInt(4, frame.length);
    if (random.nextInt(4) == 0) {
      Hostile.putNumber(random, made, 4 + 4 * random.nextInt(7), 4);
    }
    made.putInt(BLOCK_CRC, Hostile.crc(made, 0, BLOCK_CRC, BLOCK_HEADER, block.length));
    capture.files().put(name, Hostile.splice(file.array(), at, at + BLOCK_HEADER + payload, block));
  }

  private static byte[] changeColumns(byte[] frame, Random random) {
    long size = Zstd.getFrameContentSize(frame);
    if (size < 0 || size > LARGEST) {
      return frame; // what changed it before made it say so
    }
    byte[] columns = new byte[(int) size];
    Zstd.decompress(columns, frame);
    ByteBuffer bytes = Hostile.wrap(columns);
    for (int i = 1 + random.nextInt(4); i > 0 && columns.length > 8; i--) {
      // The table at the beginning says how much of what there is.
      int range = random.nextBoolean() ? Math.min(200, columns.length) : columns.length;
      Hostile.putNumber(random, bytes, random.nextInt(range), 1 << random.nextInt(4));
    }
    if (random.nextInt(8) == 0) {
      columns = Arrays.copyOf(columns, random.nextInt(2 * columns.length + 1));
    }
    return Zstd.compress(columns);
  }

  /** Changes the text of a seal. */
  static void changeSeal(CaptureBytes capture, Random random) {
    List<String> sealed = capture.names(".tcap");
    if (sealed.isEmpty()) {
      return;
    }
    String name = Hostile.any(random, sealed);
    ByteBuffer file = Hostile.wrap(capture.files().get(name));
    for (int at : parts(file, SEAL)) {
      int length = file.getInt(at + 4);
      String text = new String(file.array(), at + TEXT_HEADER, length, StandardCharsets.UTF_8);
      byte[] changed = JsonMutations.change(text, random).getBytes(StandardCharsets.UTF_8);
      ByteBuffer seal = Hostile.wrap(new byte[TEXT_HEADER + changed.length]);
      seal.putInt(0, SEAL).putInt(4, changed.length).put(TEXT_HEADER, changed);
      seal.putInt(8, Hostile.crc(seal, TEXT_HEADER, TEXT_HEADER, TEXT_HEADER, seal.limit()));
      capture
          .files()
          .put(name, Hostile.splice(file.array(), at, at + TEXT_HEADER + length, seal.array()));
      return;
    }
  }

  /** Offsets of the blocks, or of the seal. */
  private static List<Integer> parts(ByteBuffer file, int magic) {
    List<Integer> found = new ArrayList<>();
    int at = HEAD;
    while (at + BLOCK_HEADER <= file.limit()) {
      if (file.getInt(at) == magic) {
        found.add(at);
      }
      if (file.getInt(at) != BLOCK) {
        break;
      }
      at += BLOCK_HEADER + file.getInt(at + 4);
    }
    return found;
  }
}
