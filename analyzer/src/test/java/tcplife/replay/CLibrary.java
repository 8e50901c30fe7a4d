// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * This machine's C library: printing.c, which the build makes where it finds a C compiler. Without
 * it a test is skipped, but not in CI.
 */
final class CLibrary {
  private static final Path PROGRAM =
      Path.of(System.getProperty("tcplife.root"), "bpf/target/test-native/printing");

  private CLibrary() {}

  /**
   * The lines that it prints.
   *
   * @param what a word that printing.c knows
   * @param directory for its files
   */
  static List<String> print(String what, ByteBuffer input, Path directory) throws Exception {
    if (!Files.isExecutable(PROGRAM)) {
      assertNotEquals("true", System.getenv("CI"), PROGRAM + " was not built");
      assumeTrue(false, PROGRAM + " was not built: no C compiler");
    }
    Path in = directory.resolve("in");
    Path out = directory.resolve("out");
    Files.write(in, bytes(input));
    Process process =
        new ProcessBuilder(PROGRAM.toString(), what)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertEquals(0, process.waitFor());
    return Files.readAllLines(out);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.flip().remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
