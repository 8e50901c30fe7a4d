// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What can be in a directory in the place of a file, or of a cycle's directory. */
final class OddFiles {
  private static final long TERABYTE = 1L << 40;

  private OddFiles() {}

  static void put(Path capture, Random random) throws IOException {
    List<Path> places;
    try (Stream<Path> all = Files.walk(capture)) {
      places = all.filter(each -> !each.equals(capture)).sorted().toList();
    }
    Path place = Hostile.any(random, places);
    if (Files.isRegularFile(place) && random.nextInt(3) == 0) {
      lengthen(place, random);
      return;
    }
    Deleted.all(place);
    switch (random.nextInt(4)) {
      case 0 -> pipe(place);
      case 1 -> Files.createDirectories(place.resolve("0.cq4"));
      case 2 -> Files.writeString(place, "");
      default -> Files.createSymbolicLink(place, Path.of(target(capture, place, random)));
    }
  }

  private static String target(Path capture, Path place, Random random) {
    return Hostile.any(
        random,
        List.of(
            "/dev/zero",
            "/dev/null",
            "/dev/tty",
            "/proc/self/mem",
            "/proc/kmsg",
            "/",
            "..",
            "/nowhere",
            place.toString(),
            capture.resolve("manifest.json").toString()));
  }

  private static void pipe(Path place) throws IOException {
    try {
      new ProcessBuilder("mkfifo", place.toString()).start().waitFor();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** Behind a hole of up to a terabyte comes the file's end once more. */
  private static void lengthen(Path file, Random random) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = Math.min(bytes.length, random.nextInt(3000));
    try (RandomAccessFile grown = new RandomAccessFile(file.toFile(), "rw")) {
      grown.setLength(TERABYTE >> random.nextInt(3) * 10);
      grown.seek(grown.length() - end);
      grown.write(bytes, bytes.length - end, end);
    }
  }
}
