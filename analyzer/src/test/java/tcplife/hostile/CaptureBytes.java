// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a capture, in memory.
 *
 * @param files by their names within the capture
 */
record CaptureBytes(TreeMap<String, byte[]> files) {
  static CaptureBytes of(Path capture) {
    TreeMap<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(capture)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        files.put(capture.relativize(each).toString(), Files.readAllBytes(each));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.keySet().removeIf(name -> name.equals("lock") || name.endsWith(".cq4t"));
    return new CaptureBytes(files);
  }

  CaptureBytes copy() {
    TreeMap<String, byte[]> copy = new TreeMap<>();
    files.forEach((name, bytes) -> copy.put(name, bytes.clone()));
    return new CaptureBytes(copy);
  }

  /** The names that end so. */
  List<String> names(String end) {
    return new ArrayList<>(files.keySet().stream().filter(each -> each.endsWith(end)).toList());
  }

  String anyName(Random random) {
    return Hostile.any(random, names(""));
  }

  /** Writes them into a directory, which is made. */
  void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (String name : files.keySet()) {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, files.get(name));
    }
  }
}
