// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Waits until the disk has what was written: a loss of power does not take it back then. */
public final class DiskSync {
  private DiskSync() {}

  /**
   * Of a file, or of a directory: which names are in it.
   *
   * @throws IOException if the disk fails
   */
  public static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Of the name that a directory was given. Where that name is may not be readable, as a directory
   * for others to leave things in: then of the directory itself, with which a journal has its name.
   *
   * @param directory absolute
   */
  static void forceName(Path directory) throws IOException {
    try {
      force(directory.getParent());
    } catch (AccessDeniedException e) {
      force(directory);
    }
  }

  /** Of a directory with all that is in it, the directories last. */
  static void forceAll(Path directory) throws IOException {
    Files.walkFileTree(directory, new Forcing());
  }

  private static final class Forcing extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isRegularFile()) {
        force(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failure)
        throws IOException {
      force(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
