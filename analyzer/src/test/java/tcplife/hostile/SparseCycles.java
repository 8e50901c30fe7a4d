// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Cycles that seem to have much, and are nearly nothing to send: mostly holes. */
final class SparseCycles {
  private static final int HEAD = 32;
  private static final int MAGIC = 0x4b424354;
  private static final int BLOCK_HEADER = 36;

  private SparseCycles() {}

  /** Adds a cycle of which the queue file has nothing but a hole, of so many bytes. */
  static void addHole(Path capture, int cycle, long size) throws IOException {
    Path directory = Files.createDirectory(capture.resolve("%06d".formatted(cycle)));
    try (var file = new RandomAccessFile(directory.resolve("19700101L.cq4").toFile(), "rw")) {
      file.setLength(size);
    }
  }

  /** Adds a sealed cycle of which each few bytes at its beginning claim to be a large block. */
  static void addFalseBlocks(Path capture, int cycle, int blocks, int claimed) throws IOException {
    ByteBuffer bytes = Hostile.wrap(new byte[HEAD + blocks * BLOCK_HEADER]);
    for (int at = HEAD; at < bytes.limit(); at += BLOCK_HEADER) {
      bytes.putInt(at, MAGIC).putInt(at + 4, claimed);
    }
    String name = "%06d.tcap".formatted(cycle);
    try (var file = new RandomAccessFile(capture.resolve(name).toFile(), "rw")) {
      file.write(bytes.array());
      file.setLength(bytes.limit() + claimed);
    }
  }
}
