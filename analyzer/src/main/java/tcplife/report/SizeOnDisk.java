// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import tcplife.capture.Reason;

/** What the files of a capture have together, as far as this user may look. */
final class SizeOnDisk {
  private final Path capture;
  private long bytes;
  private int unseen;
  private String firstUnseen;

  SizeOnDisk(Path capture) {
    this.capture = capture;
    addAll(capture);
  }

  private void addAll(Path directory) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      entries.forEach(this::add);
    } catch (DirectoryIteratorException e) {
      unseen(directory, e.getCause());
    } catch (IOException e) {
      unseen(directory, e);
    }
  }

  private void add(Path entry) {
    try {
      BasicFileAttributes file =
          Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (file.isRegularFile()) {
        bytes += file.size();
      } else if (file.isDirectory() && entry.getParent().equals(capture)) {
        addAll(entry);
      }
    } catch (IOException e) {
      unseen(entry, e);
    }
  }

  private void unseen(Path entry, IOException why) {
    // What is gone since a moment ago was sealed or dropped, and is not missed.
    if (!(why instanceof NoSuchFileException)) {
      firstUnseen = unseen == 0 ? entry + ": " + Reason.of(why) : firstUnseen;
      unseen++;
    }
  }

  /** Of what could be seen. */
  long bytes() {
    return bytes;
  }

  /** Whether that is all. */
  boolean isWhole() {
    return unseen == 0;
  }

  /** What could not be seen: a line. */
  String finding() {
    String others = unseen == 1 ? "" : " and %d others".formatted(unseen - 1);
    return firstUnseen + "; the size is without it" + others;
  }
}
