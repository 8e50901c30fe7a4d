// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one cycle needs to be read, very many must not need each. */
@Timeout(120)
class MemoryOfManyCyclesTest {
  private static final int MANY = 200;

  /** For one cycle, bytes. */
  private static final long LITTLE = 1 << 20;

  @TempDir private Path temp;
  private Path capture;

  @BeforeEach
  void aCycle() {
    capture = temp.resolve("cap");
    SyntheticCapture.in(capture).end();
  }

  /** Java frees direct memory at a GC, which may not come for long. */
  @Test
  void allQueueFilesAreReadInOneBuffer() throws IOException {
    Path file = CycleFiles.queueFile(capture, 1);
    try (RandomAccessFile larger = new RandomAccessFile(file.toFile(), "rw")) {
      larger.setLength(1_200_000);
    }
    for (int cycle = 2; cycle <= MANY; cycle++) {
      Path directory = Files.createDirectory(CycleFiles.directory(capture, cycle));
      Files.createLink(directory.resolve(file.getFileName()), file);
    }
    assertFewBuffersAreMade();
  }

  @Test
  void allSealedCyclesAreReadInOneBuffer() throws IOException {
    Sealing.seal(capture);
    for (int cycle = 2; cycle <= MANY; cycle++) {
      Files.createLink(CycleFiles.sealed(capture, cycle), CycleFiles.sealed(capture, 1));
    }
    assertFewBuffersAreMade();
  }

  private void assertFewBuffersAreMade() {
    long before = directBuffers();
    assertEquals(MANY, Sealing.records(capture, new ArrayList<>()).size());
    long made = directBuffers() - before;
    assertTrue(made < MANY / 10, made + " direct buffers");
  }

  private static long directBuffers() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(each -> each.getName().equals("direct"))
        .findFirst()
        .orElseThrow()
        .getCount();
  }

  @Test
  void aSealedCycleIsHashedWithALittleBuffer() throws IOException {
    Sealing.seal(capture);
    SealedFile sealed = SealedFile.of(capture, 1);
    long before = allocated();
    assertEquals(sealed.seal().content(), sealed.contentHash());
    assertTrue(allocated() - before < LITTLE, () -> allocated() - before + " bytes");
  }

  /** As many as there is room for, of which each may be the file's end, as its length says. */
  @Test
  void ofFalseSealsFewAreRead() throws IOException {
    Path file = CycleFiles.sealed(capture, 2);
    ByteBuffer bytes = ByteBuffer.allocate(200_000).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.remaining() >= SealedLayout.TEXT_HEADER) {
      int rest = bytes.remaining() - SealedLayout.TEXT_HEADER;
      bytes.putInt(SealedLayout.SEAL_MAGIC).putInt(Math.min(rest, SealedLayout.LARGEST_SEAL));
      bytes.putInt(0);
    }
    Files.write(file, bytes.array());
    long before = allocated();
    assertThrows(CaptureException.class, () -> SealedFile.of(capture, 2));
    assertTrue(allocated() - before < LITTLE, () -> allocated() - before + " bytes");
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
