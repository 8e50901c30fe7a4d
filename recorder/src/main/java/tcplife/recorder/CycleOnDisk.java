// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import tcplife.capture.CycleFiles;

/**
 * What a closed cycle has on the disk. While it is sealed it has both forms, and takes the room of
 * both.
 *
 * @param bytes of its files
 * @param sealed whether it is, and takes no more than its one file
 * @param written when it was written to last, ms since 1970
 */
record CycleOnDisk(long bytes, boolean sealed, long written) {
  /**
   * Looks at a cycle, which may be sealed or dropped just then.
   *
   * @param hasDirectory whether a directory of it was seen
   * @return null if it is gone, or cannot be looked at
   */
  static CycleOnDisk find(Path capture, int number, boolean hasDirectory) {
    List<BasicFileAttributes> files = new ArrayList<>();
    try {
      if (hasDirectory) {
        lookInto(CycleFiles.directory(capture, number), files);
      }
      boolean sealed = files.isEmpty();
      // Last, and always: this file is there before the directory goes.
      lookAt(CycleFiles.sealed(capture, number), files);
      return files.isEmpty() ? null : of(files, sealed);
    } catch (IOException | DirectoryIteratorException e) {
      return null;
    }
  }

  private static CycleOnDisk of(List<BasicFileAttributes> files, boolean sealed) {
    long bytes = 0;
    long written = Long.MIN_VALUE;
    for (BasicFileAttributes file : files) {
      bytes += file.size();
      // A directory was changed last as its cycle began.
      written = Math.max(written, file.lastModifiedTime().toMillis());
    }
    return new CycleOnDisk(bytes, sealed, written);
  }

  private static void lookInto(Path directory, List<BasicFileAttributes> files) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        lookAt(entry, files);
      }
    } catch (NoSuchFileException e) {
      return; // it is removed just now
    }
  }

  private static void lookAt(Path file, List<BasicFileAttributes> files) throws IOException {
    try {
      files.add(Files.readAttributes(file, BasicFileAttributes.class));
    } catch (NoSuchFileException e) {
      return;
    }
  }
}
