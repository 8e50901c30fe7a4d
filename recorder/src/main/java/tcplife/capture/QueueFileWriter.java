// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Set;

/**
 * Writes a cycle's queue file without Chronicle, and so without its native memory and the JVM
 * options that it asks for: plain writes to a file, of which a full disk is an error like any
 * other. Chronicle's own reader takes the file for one of its queues.
 *
 * <p>It begins with the three documents that Chronicle Queue puts at the head of a file: where its
 * last document is, an index of one entry, and in the index one entry too: the first batch.
 */
final class QueueFileWriter implements AutoCloseable {
  /** {@code SCQStore}: binary wire of field names (c0 + length), types (b6) and numbers (a0 on). */
  private static final String HEADER =
      "c1000040 b906686561646572 b60853435153746f7265 82aa000000"
          + "cd7772697465506f736974696f6e 8e01000000008d02000000000000000200000000000000"
          + "0000000000000000 0000000000000000"
          + "c8696e646578696e67 b60c53435153496e646578696e67 824c000000"
          + "ca696e646578436f756e74 a140 cc696e64657853706163696e67 a50004"
          + "cb696e64657832496e646578 8f8fa7c800000000000000"
          + "c96c617374496e646578 8e00000000a70004000000000000"
          + "ca64617461466f726d6174 a101 000000";

  /** {@code index2index}: an array of 64 offsets, 1 of them in use: where the index is. */
  private static final String INDEX_OF_INDEXES =
      "24020040 b90b696e64657832696e646578 8e01000000008d 4000000000000000 0100000000000000"
          + "f002000000000000";

  /** {@code index}: likewise; where the first batch is. */
  private static final String INDEX =
      "1c020040 b905696e646578 8f8f8f8f8d 4000000000000000 0100000000000000 1005000000000000";

  private static final int INDEX_OF_INDEXES_AT = 200;
  private static final int INDEX_AT = 752;
  private static final int FIRST_BATCH = 1296;

  /** Where in the file the offset of its last document stands. */
  private static final int WRITE_POSITION = 0x40;

  private final FileChannel channel;
  private final ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long last;
  private long next = FIRST_BATCH;

  /** Makes the file in the directory of a cycle. */
  QueueFileWriter(Path cycle) throws IOException {
    channel =
        FileChannel.open(
            cycle.resolve(CycleFiles.QUEUE),
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            DraftDirectory.OWNERS_FILE);
    ByteBuffer head = ByteBuffer.allocate(FIRST_BATCH);
    head.put(0, bytes(HEADER));
    head.put(INDEX_OF_INDEXES_AT, bytes(INDEX_OF_INDEXES));
    head.put(INDEX_AT, bytes(INDEX));
    write(head, 0);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  /** Appends a batch, from its buffer's position to its limit. */
  void append(ByteBuffer batch) throws IOException {
    int length = batch.remaining();
    write(batch, next + Integer.BYTES);
    write(word.clear().putInt(length).flip(), next);
    last = next;
    // A batch is a multiple of 4 bytes long, as documents are aligned.
    next += Integer.BYTES + length;
  }

  private void write(ByteBuffer bytes, long at) throws IOException {
    long start = at - bytes.position();
    while (bytes.hasRemaining()) {
      channel.write(bytes, start + bytes.position());
    }
  }

  /** Ends the file, and waits until the disk has it. */
  void finish() throws IOException {
    write(word.clear().putLong(last).flip(), WRITE_POSITION);
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
