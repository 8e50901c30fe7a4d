// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import tcplife.cli.Failure;

/** Standard output: line by line to a terminal or a pipe, in large blocks to a file. */
final class Output {
  private static final int BLOCK = 1 << 15;

  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private final boolean inBlocks = Files.isRegularFile(Path.of("/proc/self/fd/1"));
  private final RowBuffer buffer = new RowBuffer();

  /** Where the line under way is written. */
  RowBuffer buffer() {
    return buffer;
  }

  /**
   * Ends the line.
   *
   * @throws Failure if it cannot be written, or nobody reads it
   */
  void endLine() {
    buffer.put('\n');
    if (!inBlocks || buffer.length() >= BLOCK) {
      flush();
    }
  }

  /**
   * Writes what is left.
   *
   * @throws Failure if it cannot be written, or nobody reads it
   */
  void flush() {
    try {
      out.write(buffer.bytes(), 0, buffer.length());
      buffer.clear();
    } catch (IOException e) {
      throw new Failure("standard output: " + e.getMessage());
    }
  }
}
