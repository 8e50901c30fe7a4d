// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntSupplier;

/** Removes the cycles that do not stay, each time that one is closed. */
final class CycleRemover implements ClosedCycles {
  private final Path capture;
  private final IntSupplier oldestKept;

  CycleRemover(Path capture, IntSupplier oldestKept) {
    this.capture = capture;
    this.oldestKept = oldestKept;
  }

  @Override
  public void closed(int cycle) {
    int oldest = oldestKept.getAsInt();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(capture, "[0-9]*")) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (name.matches("[0-9]{6}") && Integer.parseInt(name) < oldest) {
          remove(entry);
        }
      }
    } catch (IOException e) {
      return; // tried again when the next is closed
    }
  }

  private static void remove(Path cycle) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(cycle)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(cycle);
  }
}
