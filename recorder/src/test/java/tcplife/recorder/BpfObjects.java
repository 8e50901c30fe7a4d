// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tcplife.live.Program;

/** The kernel's BPF programs, maps and links, each as its kind and id: {@code prog 12}. */
final class BpfObjects {
  private static final String LIST = Live.TRAFFIC.resolveSibling("objects").toString();

  /** In /proc/PID/fdinfo, of what a descriptor holds: proc_pid_fdinfo(5). */
  private static final Pattern HELD = Pattern.compile("^(prog|map|link)_id:\\s*(\\d+)$");

  private BpfObjects() {}

  /** All there are, whoever holds them. */
  static Set<String> all() {
    return Program.run(LIST).lines().collect(Collectors.toCollection(TreeSet::new));
  }

  /** Those that a process holds: none if it is gone. */
  static Set<String> heldBy(long pid) {
    Set<String> held = new TreeSet<>();
    try (DirectoryStream<Path> descriptors =
        Files.newDirectoryStream(Path.of("/proc/" + pid + "/fdinfo"))) {
      for (Path each : descriptors) {
        addHeld(each, held);
      }
    } catch (IOException e) {
      return held;
    }
    return held;
  }

  private static void addHeld(Path descriptor, Set<String> held) {
    try {
      for (String line : Files.readAllLines(descriptor)) {
        Matcher matcher = HELD.matcher(line);
        if (matcher.matches()) {
          held.add(matcher.group(1) + " " + matcher.group(2));
        }
      }
    } catch (IOException e) {
      return; // closed meanwhile
    }
  }

  /** Those that no process holds, and that are there nevertheless. */
  static Set<String> heldByNobody() {
    Set<String> left = all();
    try (DirectoryStream<Path> processes =
        Files.newDirectoryStream(Path.of("/proc"), each -> isPid(each.getFileName()))) {
      for (Path each : processes) {
        left.removeAll(heldBy(Long.parseLong(each.getFileName().toString())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return left;
  }

  private static boolean isPid(Path name) {
    return name.toString().chars().allMatch(Character::isDigit);
  }
}
