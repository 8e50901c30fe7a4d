// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The network namespaces that can be found: those that processes are in, and those with a name. One
 * that only a thread, an open file or a mount elsewhere keeps alive is not.
 */
final class NetworkNamespaces {
  /** That of this process. */
  static final Path OWN = Path.of("/proc/self/ns/net");

  private static final Path PROCESSES = Path.of("/proc");

  /** Where {@code ip netns} keeps the names. */
  private static final Path NAMED = Path.of("/run/netns");

  private NetworkNamespaces() {}

  /** A file of each, by inode, this process's own left out. */
  static Map<Long, Path> others() {
    Map<Long, Path> found = named();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      processes.forEach(process -> add(found, process.resolve("ns/net")));
    } catch (IOException | DirectoryIteratorException e) {
      return Map.of();
    }
    own().ifPresent(found::remove);
    return found;
  }

  /** The inode of this process's own. */
  static Optional<Long> own() {
    Map<Long, Path> own = new HashMap<>();
    add(own, OWN);
    return own.keySet().stream().findFirst();
  }

  /** A file of each that has a name, by inode; its file name is the name. */
  static Map<Long, Path> named() {
    Map<Long, Path> found = new HashMap<>();
    try (DirectoryStream<Path> names = Files.newDirectoryStream(NAMED)) {
      names.forEach(name -> add(found, name));
    } catch (IOException | DirectoryIteratorException e) {
      return found; // the directory is made with the first name
    }
    return found;
  }

  private static void add(Map<Long, Path> found, Path file) {
    try {
      found.putIfAbsent((Long) Files.getAttribute(file, "unix:ino"), file);
    } catch (IOException e) {
      return; // gone meanwhile, or not for this user to see
    }
  }
}
