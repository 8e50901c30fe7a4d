// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** What zstd makes of frames that are damaged. */
class ZstandardTest {
  private static final int SIZE = 4_000;

  private static byte[] content() {
    byte[] content = new byte[SIZE];
    Random random = new Random(1);
    for (int i = 0; i < SIZE; i++) {
      content[i] = (byte) random.nextInt(20);
    }
    return content;
  }

  @Test
  void aFrameHasTheContentItWasMadeOf() throws BlockException {
    byte[] content = content();
    byte[] frame = Zstandard.compress(content);
    assertEquals(SIZE, Zstandard.contentSize(frame, frame.length));
    byte[] read = new byte[SIZE];
    Zstandard.decompress(frame, frame.length, read, SIZE);
    assertArrayEquals(content, read);
  }

  @Test
  void aFrameThatIsDamagedOrCutIsNoBlock() {
    byte[] frame = Zstandard.compress(content());
    int told = 0;
    for (int i = 0; i < frame.length; i++) {
      byte[] damaged = frame.clone();
      damaged[i] ^= 0x5a;
      told += isBlock(damaged, damaged.length) ? 0 : 1;
      assertTrue(!isBlock(frame, i), "cut at " + i);
    }
    assertTrue(told > 0, "frames that are not to be had");
  }

  private static boolean isBlock(byte[] frame, int length) {
    try {
      Zstandard.decompress(frame, length, new byte[SIZE], SIZE);
      return true;
    } catch (BlockException e) {
      return false;
    }
  }
}
