// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a process holds, each sorted.
 *
 * @param descriptors what its open files are
 * @param threads their names
 * @param mappings of files and of what the kernel names, such as a ring buffer
 */
record Holdings(List<String> descriptors, List<String> threads, List<String> mappings) {
  /** In a line of /proc/PID/maps: proc_pid_maps(5). */
  private static final int NAME_FIELD = 5;

  static Holdings of(long pid) throws IOException {
    Path process = Path.of("/proc/" + pid);
    List<String> descriptors = new ArrayList<>();
    try (DirectoryStream<Path> links = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path each : links) {
        descriptors.add(Files.readSymbolicLink(each).toString());
      }
    }
    List<String> threads = new ArrayList<>();
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(process.resolve("task"))) {
      for (Path each : tasks) {
        threads.add(Files.readString(each.resolve("comm")).strip());
      }
    }
    List<String> mappings = new ArrayList<>();
    for (String line : Files.readAllLines(process.resolve("maps"))) {
      String[] field = line.split(" +", NAME_FIELD + 1);
      if (field.length > NAME_FIELD && !field[NAME_FIELD].isEmpty()) {
        mappings.add(field[NAME_FIELD]);
      }
    }
    for (List<String> each : List.of(descriptors, threads, mappings)) {
      Collections.sort(each);
    }
    return new Holdings(descriptors, threads, mappings);
  }
}
