// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tcplife.bpf.BridgeException;
import tcplife.bpf.SessionProgram;
import tcplife.cli.Failure;
import tcplife.live.Program;

/**
 * What the live tests need of the machine. Without it they are skipped; under CI, where all tests
 * are to run, they fail.
 */
public final class Live {
  private static final Path PROJECT = Path.of(System.getProperty("tcplife.root"));
  static final Path TRAFFIC = PROJECT.resolve("bpf/target/test-native/traffic");

  /** Connects and exits, within a millisecond: {@code brief PORT [ARGUMENT…]}. */
  static final Path BRIEF = PROJECT.resolve("bpf/target/test-native/brief");

  private static final Path LIBRARY = PROJECT.resolve("bpf/target/native");
  private static final Path PROGRAM = PROJECT.resolve("recorder/target");
  private static final String JAR = "tcplife-recorder.jar";
  private static final String NAMESPACE = "ip link set lo up; stat -Lc %i /proc/self/ns/net; ";

  private Live() {}

  /** Needs a kernel and a user that can record, and a program that makes traffic. */
  public static void needRecording() {
    need(Files.isExecutable(TRAFFIC), TRAFFIC + " was not built: there is no C toolchain");
    String lacking = "";
    try {
      Privileges.require();
      new SessionProgram(SessionProgram.SMALLEST_RING).close();
    } catch (Failure | BridgeException e) {
      lacking = e.getMessage();
    }
    need(lacking.isEmpty(), "this host cannot record: " + lacking);
  }

  static void need(boolean met, String reason) {
    if ("true".equals(System.getenv("CI"))) {
      assertTrue(met, reason);
    } else {
      assumeTrue(met, reason);
    }
  }

  /** The packaged program, with the signals that it was given at its start put back to default. */
  static List<String> tcplife(String... arguments) {
    return tcplife(PROGRAM.resolve(JAR), LIBRARY, arguments);
  }

  /** The same, as where there was no C toolchain to build the native library. */
  static List<String> tcplifeWithoutLibrary(String... arguments) {
    return tcplife(PROGRAM.resolve(JAR), Path.of("/nowhere"), arguments);
  }

  /** The same, of a copy in a directory that everybody can read. */
  static List<String> copyOfTcplife(Path directory, String... arguments) throws IOException {
    Path copy = directory.resolve("program");
    if (!Files.exists(copy)) {
      Files.createDirectory(copy);
      for (Path part : List.of(PROGRAM.resolve(JAR), PROGRAM.resolve("lib"), LIBRARY)) {
        Program.run("cp", "-r", part.toString(), copy.toString());
      }
      Program.run("chmod", "-R", "a+rX", directory.toString());
    }
    return tcplife(copy.resolve(JAR), copy.resolve(LIBRARY.getFileName()), arguments);
  }

  private static List<String> tcplife(Path jar, Path library, String... arguments) {
    List<String> command = new ArrayList<>(List.of("env", "--default-signal"));
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Djava.library.path=" + library));
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** A command run in a shell that does something before. */
  static List<String> after(String script, List<String> command) {
    List<String> whole = new ArrayList<>(List.of("sh", "-e", "-c", script + "; exec \"$@\"", "sh"));
    whole.addAll(command);
    return whole;
  }

  /** The same, in a mount namespace of its own, where a script may mount what it likes. */
  static List<String> afterMount(String script, List<String> command) {
    List<String> whole = new ArrayList<>(List.of("unshare", "--mount"));
    whole.addAll(after(script, command));
    return whole;
  }

  /** A script in a network namespace of its own, whose inode is the first thing that it prints. */
  static List<String> inNamespace(String script) {
    return List.of("unshare", "--net", "sh", "-e", "-c", NAMESPACE + script);
  }

  /**
   * Traffic in a network namespace of its own, whose inode is the first thing that it prints.
   *
   * @param script run in the namespace before
   */
  static List<String> trafficAfter(String script, String... arguments) {
    List<String> command = new ArrayList<>(List.of(TRAFFIC.toString()));
    command.addAll(List.of(arguments));
    List<String> whole = new ArrayList<>(List.of("unshare", "--net"));
    whole.addAll(afterMount(NAMESPACE + script, command));
    return whole;
  }

  static List<String> traffic(String... arguments) {
    return trafficAfter("true", arguments);
  }
}
