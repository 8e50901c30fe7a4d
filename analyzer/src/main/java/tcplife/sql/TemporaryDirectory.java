// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A directory that is gone when the program ends, also when a signal ends it. */
final class TemporaryDirectory implements AutoCloseable {
  private final Path path;
  private final Thread cleaner = new Thread(this::removeAtEnd);

  /**
   * @param parent where it is made
   * @param prefix of its name
   */
  TemporaryDirectory(Path parent, String prefix) throws IOException {
    path = Files.createTempDirectory(parent, prefix);
    Runtime.getRuntime().addShutdownHook(cleaner);
  }

  Path path() {
    return path;
  }

  /**
   * Removes it, with all that is in it.
   *
   * @throws UncheckedIOException if it cannot be removed
   */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(cleaner);
    } catch (IllegalStateException e) {
      awaitEnd();
    }
    try {
      remove();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A signal ends the program, and gives its exit code: what fails because of it is not told. */
  private static void awaitEnd() {
    while (true) {
      LockSupport.park();
    }
  }

  private void remove() throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }

  /** Others may still write into it. */
  private void removeAtEnd() {
    for (int i = 0; i < 100 && Files.exists(path); i++) {
      try {
        remove();
      } catch (IOException | UncheckedIOException e) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }
}
