// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Walks the batches of a sealed cycle: {@link SealedLayout}. A damaged block costs itself only. */
final class SealedReader implements Batches {
  private final Path file;
  private final Consumer<Damage> damages;
  private final FileChannel channel;
  private final BlocksAhead blocks;
  private final BlockSearch search;
  private final VainReads vain;
  private final long most;
  private long block;
  private long next = SealedLayout.HEAD_SIZE;
  private long read;
  private long damaged;
  private boolean ended;
  private int batch;
  private int length;

  SealedReader(Path file, Consumer<Damage> damages, SealedHead head, long most) throws IOException {
    this(file, damages, head, most, new Workspace());
  }

  /**
   * @param head what the file must begin with
   * @param most so many batches are read, if it has more
   * @param space that no other reader uses until this one is closed
   */
  SealedReader(Path file, Consumer<Damage> damages, SealedHead head, long most, Workspace space)
      throws IOException {
    this.file = file;
    this.damages = damages;
    this.most = most;
    channel = RegularFile.open(file);
    blocks = space.blocks();
    vain = space.vain();
    search = new BlockSearch(channel, vain);
    blocks.begin();
    try {
      head.check(channel);
    } catch (BlockException e) {
      tell(0, e.getMessage());
    }
  }

  @Override
  public boolean next() throws IOException {
    while (read < most) {
      batch += length;
      length = 0;
      if (batch < blocks.content().limit()) {
        length = (int) BatchLayout.length(buffer(), batch);
        if (isBatch()) {
          read++;
          return true;
        }
        tell(block, "a batch in it that its CRC does not prove");
      } else if (!nextBlock()) {
        return false;
      }
    }
    return false;
  }

  /** Nothing comes that is not there. */
  @Override
  public boolean nextWritten() throws IOException {
    return next();
  }

  private boolean isBatch() {
    ByteBuffer bytes = buffer();
    return bytes.getInt(batch + BatchLayout.MAGIC) == BatchLayout.MAGIC_VALUE
        && bytes.getShort(batch + BatchLayout.VERSION) == BatchLayout.VERSION_VALUE
        && BatchLayout.crc(bytes, batch, length) == bytes.getInt(batch + BatchLayout.CRC);
  }

  /** Steps to the next sound block; false behind the last. */
  private boolean nextBlock() throws IOException {
    batch = 0;
    long broken = -1;
    String what = "";
    while (!ended) {
      block = next;
      try {
        SealedEnd end = SealedEnd.at(channel, block);
        long after = end == null ? blocks.read(channel, block) : end.end();
        if (broken >= 0) {
          tell(broken, what + ": unreadable up to byte " + block);
        }
        next = after;
        vain.addSound(after - block);
        if (end == null) {
          return true;
        }
        end(end);
      } catch (BlockException e) {
        what = broken < 0 ? e.getMessage() : what;
        broken = broken < 0 ? block : broken;
        vain.add(blocks.wentThrough());
        next = search.next(block + 1);
        ended = next < 0;
      }
    }
    if (broken >= 0 && next < 0) {
      tell(broken, what + ": unreadable up to the end");
    }
    blocks.content().limit(0);
    return false;
  }

  private void end(SealedEnd end) {
    ended = true;
    if (end.behind() > 0) {
      tell(next, end.behind() + " bytes behind the end");
    }
    if (damaged == 0 && end.seal().batches() != read) {
      tell(block, "sealed with " + end.seal().batches() + " batches, but has " + read);
    }
  }

  private void tell(long offset, String what) {
    damaged++;
    damages.accept(new Damage(file, offset, what));
  }

  @Override
  public ByteBuffer buffer() {
    return blocks.content();
  }

  @Override
  public int records() {
    return batch + BatchLayout.HEADER_SIZE;
  }

  @Override
  public int recordsEnd() {
    return records() + buffer().getInt(batch + BatchLayout.BYTES);
  }

  @Override
  public int cpus() {
    return Short.toUnsignedInt(buffer().getShort(batch + BatchLayout.CPUS));
  }

  @Override
  public TimeSpan times() {
    return new TimeSpan(
        buffer().getLong(batch + BatchLayout.FIRST_TIME),
        buffer().getLong(batch + BatchLayout.LAST_TIME));
  }

  @Override
  public void damaged(int at, String what) {
    tell(block, what + " (byte " + at + " of the block's batches)");
  }

  @Override
  public void unreadable(IOException reason) {
    damages.accept(Damage.unreadable(file, next, reason));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
