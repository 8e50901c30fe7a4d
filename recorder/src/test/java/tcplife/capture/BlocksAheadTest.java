// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is read ahead is what would be read there. */
@Timeout(60)
class BlocksAheadTest {
  @TempDir private Path temp;
  private final BlocksAhead blocks = new BlocksAhead();
  private final List<Long> offsets = new ArrayList<>();
  private final List<ByteBuffer> contents = new ArrayList<>();
  private Path file;
  private FileChannel channel;
  private long end;

  @BeforeEach
  void readOneByOne() throws IOException, BlockException {
    Path capture = temp.resolve("cap");
    NumberedBatches.make(capture);
    file = Sealing.sealInBlocks(capture);
    channel = FileChannel.open(file);
    BlockReader alone = new BlockReader();
    end = SealedLayout.HEAD_SIZE;
    while (SealedEnd.at(channel, end) == null) {
      offsets.add(end);
      end = alone.load(channel, end);
      alone.unpack();
      contents.add(copy(alone.content()));
    }
    assertEquals(NumberedBatches.BATCHES, contents.stream().distinct().count());
  }

  @AfterEach
  void close() throws IOException {
    channel.close();
  }

  private static ByteBuffer copy(ByteBuffer content) {
    return ByteBuffer.allocate(content.limit()).put(0, content, 0, content.limit());
  }

  /** Reads the block of a number, from 0; returns where it ends. */
  private long read(int number) throws IOException, BlockException {
    long after = blocks.read(channel, offsets.get(number));
    assertEquals(contents.get(number), copy(blocks.content()), "block " + number);
    return after;
  }

  private void open(byte[] bytes) throws IOException {
    channel.close();
    channel = FileChannel.open(Files.write(temp.resolve("another"), bytes));
  }

  /** Its CRC proves that the second lies there as it was written; but it makes no batches. */
  private void spoilSecond() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int second = offsets.get(1).intValue();
    int batches = second + SealedLayout.BATCHES;
    bytes.putInt(batches, bytes.getInt(batches) + 1);
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(second, SealedLayout.BLOCK_CRC));
    int payload = second + SealedLayout.BLOCK_HEADER;
    crc.update(bytes.slice(payload, bytes.getInt(second + SealedLayout.PAYLOAD)));
    bytes.putInt(second + SealedLayout.BLOCK_CRC, (int) crc.getValue());
    open(bytes.array());
  }

  @Test
  void blocksComeOneAfterAnother() throws IOException, BlockException {
    for (int i = 0; i < offsets.size(); i++) {
      assertEquals(i + 1 < offsets.size() ? offsets.get(i + 1) : end, read(i));
    }
    assertThrows(BlockException.class, () -> blocks.read(channel, end));
  }

  @Test
  void anyBlockMayBeAskedFor() throws IOException, BlockException {
    for (int number : new int[] {0, 2, 1, 1, 0, 3}) {
      read(number);
    }
  }

  @Test
  void ofAnotherFileNothingWasReadAhead() throws IOException, BlockException {
    read(0);
    byte[] bytes = Files.readAllBytes(file);
    int second = offsets.get(1).intValue();
    int third = offsets.get(2).intValue();
    int fourth = offsets.get(3).intValue();
    System.arraycopy(bytes, third, bytes, second, fourth - third);
    open(bytes);

    blocks.begin();

    assertEquals(0, blocks.content().limit());
    blocks.read(channel, second);
    assertEquals(contents.get(2), copy(blocks.content()));
  }

  @Test
  void whatCannotBeUnpackedIsToldWhenItIsAskedFor() throws IOException, BlockException {
    spoilSecond();

    read(0);
    for (int time = 0; time < 2; time++) {
      assertThrows(BlockException.class, () -> blocks.read(channel, offsets.get(1)));
      read(2);
    }
  }

  @Test
  void anotherThreadMayUnpackIt() throws IOException, BlockException {
    BlockReader reader = new BlockReader();
    reader.load(channel, offsets.get(0));
    reader.unpackAhead();
    assertEquals(contents.get(0), copy(reader.content()));

    reader.content().putInt(0, 5);
    reader.unpack();

    assertEquals(5, reader.content().getInt(0), "unpacked twice");
  }

  @Test
  void whatCouldNotBeLoadedIsNotUnpacked() throws IOException, BlockException {
    BlockReader reader = new BlockReader();
    reader.load(channel, offsets.get(0));
    assertThrows(BlockException.class, () -> reader.load(channel, end));

    reader.unpack();

    assertEquals(0, reader.content().limit());
  }

  /** Nothing may change what is used. */
  @Test
  void aThreadThatIsLateLeavesItAlone() throws IOException, BlockException {
    BlockReader reader = new BlockReader();
    reader.load(channel, offsets.get(0));
    reader.unpack();
    reader.content().limit(0);

    reader.unpackAhead();

    assertEquals(0, reader.content().limit());
  }

  @Test
  void whatFailsAheadFailsOnceMoreForWhoAsks() throws IOException, BlockException {
    spoilSecond();
    BlockReader reader = new BlockReader();
    reader.load(channel, offsets.get(1));
    reader.unpackAhead();
    long through = reader.wentThrough();

    assertThrows(BlockException.class, reader::unpack);

    assertEquals(through, reader.wentThrough());
    reader.content().limit(0);
    reader.unpackAhead();
    assertEquals(0, reader.content().limit());
  }

  private void damageInPlace(int number) throws IOException {
    try (FileChannel to = FileChannel.open(temp.resolve("another"), StandardOpenOption.WRITE)) {
      to.write(ByteBuffer.allocate(1), offsets.get(number));
    }
  }

  @Test
  void aBlockIsLoadedBeforeItIsAskedFor() throws IOException, BlockException {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "one CPU reads nothing ahead");
    open(Files.readAllBytes(file));
    read(0);
    damageInPlace(1);
    read(1);
  }

  /** Whoever makes a file could have as much read behind each of very many such blocks. */
  @Test
  void nothingIsLoadedBehindWhatMakesNoBatches() throws IOException {
    spoilSecond();
    assertThrows(BlockException.class, () -> blocks.read(channel, offsets.get(1)));
    damageInPlace(2);
    assertThrows(BlockException.class, () -> blocks.read(channel, offsets.get(2)));
  }

  @Test
  void damageBehindABlockIsNotItsOwn() throws IOException, BlockException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[offsets.get(1).intValue()]++;
    open(bytes);

    read(0);
    assertThrows(BlockException.class, () -> blocks.read(channel, offsets.get(1)));
    read(2);
    assertThrows(BlockException.class, () -> blocks.read(channel, offsets.get(1)));
    read(3);
  }
}
