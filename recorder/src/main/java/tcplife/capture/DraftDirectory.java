// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A directory that is filled beside its place and takes it when it is whole, by a rename; closed
 * before, it is deleted. It and its directories have the mode 0700, its files 0600.
 */
final class DraftDirectory implements AutoCloseable {
  /** Of a file that only its owner may read. */
  static final FileAttribute<Set<PosixFilePermission>> OWNERS_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final FileAttribute<Set<PosixFilePermission>> OWNERS_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path place;
  private final Path draft;
  private boolean moved;

  /**
   * @param place where it comes to be: nothing, or an empty directory
   * @throws CaptureException if something is there, or it is within a capture
   */
  DraftDirectory(Path place) throws IOException {
    this.place = place;
    if (place.toString().isEmpty()) {
      throw new CaptureException("'': no such directory");
    }
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      checkEmpty(place);
    }
    Path whole = place.toAbsolutePath().normalize();
    CaptureAround.requireNone(place);
    draft = Files.createTempDirectory(whole.getParent(), "." + whole.getFileName() + ".");
  }

  private static void checkEmpty(Path place) throws IOException {
    if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      throw new CaptureException(place + ": exists already");
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(place)) {
      if (entries.iterator().hasNext()) {
        throw new CaptureException(place + ": exists already, and is not empty");
      }
    }
  }

  /** Where it is as long as it is a draft. */
  Path path() {
    return draft;
  }

  Path makeDirectory(Path inside) throws IOException {
    return Files.createDirectory(inside, OWNERS_DIRECTORY);
  }

  /** Makes a file with a text. */
  void makeFile(String name, String text) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel file = FileChannel.open(draft.resolve(name), options, OWNERS_FILE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    }
  }

  /** It is whole: the disk has all of it before it takes its place, and then that it did. */
  void moveToItsPlace() throws IOException {
    DiskSync.forceAll(draft);
    Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
    moved = true;
    DiskSync.forceName(place.toAbsolutePath().normalize());
  }

  @Override
  public void close() throws IOException {
    if (!moved) {
      delete(draft);
    }
  }

  /** Deletes a directory with all that is in it, or a file, if it is there. */
  static void delete(Path directory) throws IOException {
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      deleteContent(directory);
      Files.delete(directory);
    }
  }

  /** Deletes all that is in a directory: links, but not where they lead to. */
  static void deleteContent(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.skip(1).sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
