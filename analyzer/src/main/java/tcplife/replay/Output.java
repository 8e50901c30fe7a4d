// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import tcplife.cli.Failure;

/** Where rows go: line by line to a terminal or a pipe, in large blocks to a file. */
public final class Output {
  private static final int BLOCK = 1 << 15;

  private final OutputStream out;
  private final boolean inBlocks;
  private final String name;
  private final RowBuffer buffer = new RowBuffer();

  public Output(OutputStream out, boolean inBlocks) {
    this(out, inBlocks, "standard output");
  }

  /**
   * @param name for what goes wrong with it
   */
  public Output(OutputStream out, boolean inBlocks, String name) {
    this.out = out;
    this.inBlocks = inBlocks;
    this.name = name;
  }

  /** Not System.out, which keeps to itself why it cannot write. */
  public static Output standard() {
    return new Output(
        new FileOutputStream(FileDescriptor.out), Files.isRegularFile(Path.of("/proc/self/fd/1")));
  }

  /** Where the line under way is written. */
  public RowBuffer buffer() {
    return buffer;
  }

  /**
   * Ends the line.
   *
   * @throws Failure if it cannot be written, or nobody reads it
   */
  public void endLine() {
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
  public void flush() {
    try {
      out.write(buffer.bytes(), 0, buffer.length());
      buffer.clear();
    } catch (IOException e) {
      throw new Failure(name + ": " + e.getMessage());
    }
  }
}
