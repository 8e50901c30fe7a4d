// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tcplife.cli.Failure;

@Timeout(60)
class OutputTest {
  /** Keeps how much each write wrote. */
  private static final class Writes extends ByteArrayOutputStream {
    private final List<Integer> sizes = new ArrayList<>();

    @Override
    public void write(byte[] bytes, int offset, int length) {
      sizes.add(length);
      super.write(bytes, offset, length);
    }
  }

  private final Writes writes = new Writes();

  @Test
  void toATerminalOrAPipeEachLineIsOneWrite() {
    lines(new Output(writes, false), 3);
    assertEquals(List.of(10, 10, 10), writes.sizes);
    assertEquals("line 0000\nline 0001\nline 0002\n", writes.toString());
  }

  @Test
  void toAFileLinesAreWrittenInLargeBlocks() {
    Output output = new Output(writes, true);
    lines(output, 7_000);
    output.flush();
    assertEquals(List.of(32_770, 32_770, 4_460), writes.sizes);
    assertEquals("line 6999\n", writes.toString().substring(69_990));
  }

  @Test
  void whyItCannotBeWrittenIsTold() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int character) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    Failure failure = assertThrows(Failure.class, () -> lines(new Output(full, false), 1));
    assertEquals("standard output: No space left on device", failure.getMessage());
  }

  private static void lines(Output output, int count) {
    for (int i = 0; i < count; i++) {
      output.buffer().put("line ");
      output.buffer().putDecimal(i, 4);
      output.endLine();
    }
  }
}
