// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one cycle needs to be read, very many must not need each. */
@Timeout(120)
class MemoryOfManyCyclesTest {
  /** For one cycle, bytes. */
  private static final long LITTLE = 1 << 20;

  @TempDir private Path temp;
  private Path capture;

  @BeforeEach
  void aCycle() {
    capture = temp.resolve("cap");
    SyntheticCapture.in(capture).end();
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
