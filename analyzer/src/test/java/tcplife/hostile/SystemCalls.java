// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tcplife.live.Program;

/**
 * The system calls of a program with all its threads and children, by strace: those that name a
 * file, those that change what an open file is, and those of the network.
 *
 * @param lines a call each, the paths of its file descriptors in it
 */
record SystemCalls(List<String> lines) {
  private static final String TRACED =
      "%file,%network,fchmod,fchown,ftruncate,fallocate,fsetxattr,fremovexattr,copy_file_range";

  private static final Pattern CALL = Pattern.compile("(\\w+)\\(.*");

  /** Those that change nothing; of {@link #OPENING}, those without {@link #FOR_WRITING}. */
  private static final Set<String> READING =
      Set.of(
          "access",
          "faccessat",
          "faccessat2",
          "stat",
          "lstat",
          "newfstatat",
          "statx",
          "statfs",
          "readlink",
          "readlinkat",
          "getcwd",
          "chdir",
          "getxattr",
          "lgetxattr",
          "execve");

  private static final Set<String> OPENING = Set.of("open", "openat", "openat2");

  private static final Pattern FOR_WRITING =
      Pattern.compile("O_(WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)");

  /** The C library asks who the user is, if this daemon runs. */
  private static final String OF_C_LIBRARY = "sun_path=\"/var/run/nscd/socket\"";

  /**
   * Runs a program to its end.
   *
   * @param directory for the traces: none is there yet
   * @param codes that it may exit with
   */
  static SystemCalls of(Path directory, Set<Integer> codes, List<String> command) {
    List<String> traced = new ArrayList<>(List.of("strace", "-ff", "-y", "-s", "4096"));
    // Not stopped at each of the other calls, which would take a JVM ten times as long.
    traced.addAll(List.of("--seccomp-bpf", "-e", "trace=" + TRACED, "-o"));
    try {
      traced.add(Files.createDirectory(directory).resolve("calls").toString());
      traced.addAll(command);
      try (Program program = Program.start(traced.toArray(String[]::new))) {
        int code = program.exitCode();
        if (!codes.contains(code)) {
          throw new AssertionError(command + " exits " + code + ": " + program.errors());
        }
      }
      return read(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SystemCalls read(Path directory) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path each : files.toList()) {
        Files.readAllLines(each).stream()
            .filter(line -> CALL.matcher(line).matches())
            .forEach(lines::add);
      }
    }
    return new SystemCalls(lines);
  }

  private static String name(String line) {
    return line.substring(0, line.indexOf('('));
  }

  /** Those on a directory, or what is in it. */
  List<String> on(Path directory) {
    return lines.stream().filter(line -> line.contains(directory.toString())).toList();
  }

  /** Those that could have changed something in a directory. */
  List<String> changing(Path directory) {
    return on(directory).stream().filter(line -> !isReading(line)).toList();
  }

  private static boolean isReading(String line) {
    boolean opening = OPENING.contains(name(line));
    return opening ? !FOR_WRITING.matcher(line).find() : READING.contains(name(line));
  }

  /**
   * Those by which something was sent to another process, or could have been received. Not socket
   * and the like: the JDK asks so what kinds of sockets there are, and uses none.
   */
  List<String> network() {
    return lines.stream()
        .filter(line -> Pattern.matches("connect|bind|listen|accept.*|send.*|recv.*", name(line)))
        .filter(line -> !line.contains(OF_C_LIBRARY))
        .toList();
  }

  /** How often a program was begun, itself included. */
  long programs() {
    return lines.stream()
        .filter(line -> name(line).equals("execve") && line.endsWith(" = 0"))
        .count();
  }
}
