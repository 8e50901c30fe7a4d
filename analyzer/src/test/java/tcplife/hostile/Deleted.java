// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Deletes files, and directories with all that is in them. */
final class Deleted {
  private Deleted() {}

  static void all(Path top) throws IOException {
    List<Path> found;
    try (Stream<Path> walk = Files.walk(top)) {
      found = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (java.nio.file.NoSuchFileException e) {
      return;
    }
    for (Path each : found) {
      Files.delete(each);
    }
  }
}
