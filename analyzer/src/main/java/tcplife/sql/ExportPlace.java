// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import tcplife.capture.CaptureAround;
import tcplife.capture.Reason;
import tcplife.cli.Failure;
import tcplife.cli.Message;

/**
 * Where an export comes to be. It is made in a directory beside, takes its place when it is whole,
 * and only its owner may read it, as it is with captures. Closed or interrupted before, it leaves
 * nothing behind.
 */
final class ExportPlace implements AutoCloseable {
  private final Path given;
  private final Path place;
  private final TemporaryDirectory draft;
  private final boolean force;

  /**
   * @param force whether it may replace what is there
   * @throws Failure if nothing can or must be made there
   */
  ExportPlace(Path given, boolean force) {
    this.given = given;
    this.force = force;
    try {
      Path whole = given.toAbsolutePath().normalize();
      if (given.toString().isEmpty() || whole.getFileName() == null) {
        throw failure("no name of a file");
      }
      Path parent = whole.getParent().toRealPath();
      place = parent.resolve(whole.getFileName());
      checkOutsideOfCaptures(parent);
      if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
        checkReplaceable();
      }
      draft = new TemporaryDirectory(parent, "." + place.getFileName() + ".");
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private void checkOutsideOfCaptures(Path parent) {
    Path capture = CaptureAround.of(parent);
    if (capture != null) {
      throw failure("is within a capture, " + capture);
    }
  }

  private void checkReplaceable() throws IOException {
    if (!force) {
      throw failure("exists already; --force replaces it");
    }
    if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      checkIsExport();
    } else if (!Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)) {
      throw failure("is not a file");
    }
  }

  /** Nothing else is deleted by mistake. */
  private void checkIsExport() throws IOException {
    List<String> tables = Tables.ALL.stream().map(CaptureTable::name).toList();
    try (Stream<Path> all = Files.walk(place)) {
      boolean isOthers =
          all.filter(each -> !Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))
              .map(place::relativize)
              .anyMatch(
                  each ->
                      !tables.contains(each.getName(0).toString())
                          || !each.toString().endsWith(".parquet"));
      if (isOthers) {
        throw failure("holds what no export made; it is not replaced");
      }
    }
  }

  /** The directory in which it is made. */
  Path draft() {
    return draft.path();
  }

  /** What is to take the place. */
  Path made() {
    return draft.path().resolve(place.getFileName());
  }

  /**
   * It is whole.
   *
   * @return its bytes
   */
  long finish() {
    try {
      boolean isDirectory = Files.isDirectory(made());
      Files.setPosixFilePermissions(
          made(), PosixFilePermissions.fromString(isDirectory ? "rwx------" : "rw-------"));
      long size = size();
      Path old = draft.path().resolve("replaced");
      if (force && Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
        Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
      }
      try {
        Files.move(made(), place);
      } catch (IOException e) {
        if (Files.exists(old, LinkOption.NOFOLLOW_LINKS)) {
          Files.move(old, place);
        }
        throw e;
      }
      return size;
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private long size() throws IOException {
    try (Stream<Path> files = Files.walk(made())) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  /** Why it cannot be made, without the name of what is deleted again. */
  Failure failure(String why) {
    String said = draft == null ? why : why.replace(made().toString(), place.toString());
    return SqlFailures.of("-o: " + given + ": " + said);
  }

  Failure cannotWrite(IOException e) {
    return failure("cannot be written: " + Reason.of(e));
  }

  @Override
  public void close() {
    try {
      draft.close();
    } catch (UncheckedIOException e) {
      System.err.println(Message.safe("-o: " + draft.path() + ": cannot be removed"));
    }
  }
}
