// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.CRC32C;

/** Writes the file of a sealed cycle: {@link SealedLayout}. It must not exist. */
final class SealedWriter implements AutoCloseable {
  /**
   * A block is closed when the next batch, {@link BatchLayout#LARGEST} at most, would be too much
   * for it.
   */
  private static final int BLOCK = 2 << 20;

  private final FileChannel channel;
  private final MessageDigest digest = SealedFile.sha256();
  private final BlockEncoder encoder = new BlockEncoder();
  private final ByteBuffer content = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
  private int batches;
  private long lowest;
  private long highest;
  private long written;

  SealedWriter(Path file, SealedHead head) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    channel = FileChannel.open(file, options, DraftDirectory.OWNERS_FILE);
    beginBlock();
    write(head.bytes());
  }

  /** Adds the batch that begins at an offset. */
  void add(ByteBuffer from, int at, int length) throws IOException {
    if (length > content.remaining()) {
      endBlock();
    }
    content.put(from.slice(at, length));
    batches++;
    lowest = Math.min(lowest, from.getLong(at + BatchLayout.FIRST_TIME));
    highest = Math.max(highest, from.getLong(at + BatchLayout.LAST_TIME));
  }

  private void beginBlock() {
    content.clear();
    batches = 0;
    lowest = Long.MAX_VALUE;
    highest = Long.MIN_VALUE;
  }

  private void endBlock() throws IOException {
    byte[] payload = Zstandard.compress(encoder.encode(content.flip()));
    ByteBuffer header =
        ByteBuffer.allocate(SealedLayout.BLOCK_HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(SealedLayout.BLOCK_MAGIC).putInt(payload.length).putInt(content.limit());
    header.putInt(batches).putLong(lowest).putLong(highest);
    CRC32C crc = new CRC32C();
    crc.update(header.slice(0, SealedLayout.BLOCK_CRC));
    crc.update(payload);
    write(header.putInt((int) crc.getValue()).flip());
    write(ByteBuffer.wrap(payload));
    beginBlock();
  }

  /** Ends the blocks. */
  void endContent() throws IOException {
    if (batches > 0) {
      endBlock();
    }
  }

  /** Bytes written so far. */
  long written() {
    return written;
  }

  /** SHA-256 of them, hexadecimal; nothing but the seal may follow. */
  String hash() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Writes the seal, and waits until the disk has the file.
   *
   * @param key to sign with, or null
   */
  void seal(byte[] text, SigningKey key) throws IOException {
    writePart(SealedLayout.SEAL_MAGIC, text);
    if (key != null) {
      writePart(SealedLayout.SIGNATURE_MAGIC, key.sign(text));
    }
    channel.force(true);
  }

  private void writePart(int magic, byte[] bytes) throws IOException {
    ByteBuffer header =
        ByteBuffer.allocate(SealedLayout.TEXT_HEADER).order(ByteOrder.LITTLE_ENDIAN);
    write(header.putInt(magic).putInt(bytes.length).putInt(SealedEnd.crc(bytes)).flip());
    write(ByteBuffer.wrap(bytes));
  }

  private void write(ByteBuffer bytes) throws IOException {
    digest.update(bytes.duplicate());
    written += bytes.remaining();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
