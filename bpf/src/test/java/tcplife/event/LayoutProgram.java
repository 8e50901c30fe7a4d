// SPDX-License-Identifier: Apache-2.0
package tcplife.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Asks {@code layout.c} what C makes of the records. Where it was not built, for want of a C
 * toolchain, the test that asks is skipped; in CI it fails.
 */
public final class LayoutProgram {
  private static final Path PROGRAM =
      Path.of(System.getProperty("tcplife.root"), "bpf/target/test-native/layout");

  private LayoutProgram() {}

  /** What the program tells as bytes, little-endian. */
  public static ByteBuffer bytes(String what) throws IOException, InterruptedException {
    if (!Files.isExecutable(PROGRAM)) {
      String reason = PROGRAM + " was not built: there is no C toolchain";
      if ("true".equals(System.getenv("CI"))) {
        fail(reason);
      }
      abort(reason);
    }
    Process process =
        new ProcessBuilder(PROGRAM.toString(), what).redirectError(Redirect.INHERIT).start();
    byte[] bytes = process.getInputStream().readAllBytes();
    assertEquals(0, process.waitFor());
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** What the program tells as lines of words. */
  static String[][] lines(String what) throws IOException, InterruptedException {
    return StandardCharsets.US_ASCII
        .decode(bytes(what))
        .toString()
        .lines()
        .map(line -> line.split(" "))
        .toArray(String[][]::new);
  }
}
