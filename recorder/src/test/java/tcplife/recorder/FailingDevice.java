// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tcplife.live.Await;

/**
 * A block device that fails to write when it is told to, with an I/O error that the file system
 * passes on: compressed memory, which a limit keeps from growing.
 */
final class FailingDevice implements AutoCloseable {
  private static final Path CONTROL = Path.of("/sys/class/zram-control");

  private final String number;
  private final Path settings;

  FailingDevice(long bytes) {
    Live.need(Files.exists(CONTROL), "this kernel has no zram");
    number = read(CONTROL.resolve("hot_add"));
    settings = Path.of("/sys/block/zram" + number);
    write(settings.resolve("disksize"), String.valueOf(bytes));
  }

  Path path() {
    return Path.of("/dev/zram" + number);
  }

  /** No write succeeds from now on. */
  void fail() {
    write(settings.resolve("mem_limit"), "4096");
  }

  /** They do again. */
  void heal() {
    write(settings.resolve("mem_limit"), "0");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Once it is unmounted. */
  @Override
  public void close() {
    Await.until("the device is let go of", this::isRemoved);
  }

  private boolean isRemoved() {
    try {
      Files.writeString(CONTROL.resolve("hot_remove"), number);
      return true;
    } catch (IOException e) {
      return false; // it is still in use
    }
  }
}
