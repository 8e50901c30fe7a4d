// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Recording takes root; reading what was recorded does not. */
@Timeout(120)
class OwnershipIT {
  /** Of nobody: any user that is not root. */
  private static final int USER = 65534;

  @TempDir private static Path directory;
  private static String launcher;
  private static List<MadeSession> made;
  private static Path capture;

  /** Records as sudo would have root do it. */
  @BeforeAll
  static void recordUnderSudo() throws IOException {
    Host.needRecording();
    Host.needTool("setpriv");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    launcher = copyOfProgram();
    String user = String.valueOf(USER);
    try (Recorder recorder =
        Recorder.start(directory, launcher, Map.of("SUDO_UID", user, "SUDO_GID", user))) {
      made = Traffic.parse(Program.run(Traffic.command("client-closes", 5)));
      capture = recorder.stop();
    }
  }

  /** The project may lie where other users cannot read it. */
  private static String copyOfProgram() throws IOException {
    Path copy = Files.createDirectory(directory.resolve("tcplife"));
    for (String part :
        List.of(
            "tcplife",
            "analyzer/target/tcplife.jar",
            "analyzer/target/lib",
            "analyzer/target/built",
            "bpf/target/native")) {
      Path target = copy.resolve(part);
      Files.createDirectories(target.getParent());
      Program.run("cp", "-r", Host.PROJECT.resolve(part).toString(), target.toString());
    }
    Program.run("chmod", "-R", "a+rX", copy.toString());
    return copy.resolve("tcplife").toString();
  }

  private static String replayAsUser(Path path) {
    String user = String.valueOf(USER);
    return Program.run(
        "setpriv",
        "--reuid",
        user,
        "--regid",
        user,
        "--clear-groups",
        launcher,
        "replay",
        "-stT",
        path.toString());
  }

  @Test
  @DisplayName("A capture made under sudo belongs to the user behind it and to nobody else")
  void belongsToUser() throws IOException {
    try (Stream<Path> paths = Files.walk(capture)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        assertEquals(USER, Files.getAttribute(path, "unix:uid"), path.toString());
        assertEquals(USER, Files.getAttribute(path, "unix:gid"), path.toString());
        assertEquals(
            Files.isDirectory(path) ? "rwx------" : "rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(path)),
            path.toString());
      }
    }
  }

  @Test
  @DisplayName("The user behind sudo replays it without any right")
  void replayedByUser() {
    String replayed = replayAsUser(capture);
    for (MadeSession session : made) {
      assertTrue(
          replayed.contains(
              ","
                  + session.clientPid()
                  + ",tl-client,4,127.0.0.1,"
                  + session.client().localPort()
                  + ","),
          () -> session + " in " + replayed);
    }
  }

  @Test
  @DisplayName("Copied elsewhere and made read-only, it replays to the same bytes")
  void replayedFromReadOnlyCopy() {
    Path copy = directory.resolve("elsewhere");
    Program.run("cp", "-r", "--preserve=ownership", capture.toString(), copy.toString());
    Program.run("chmod", "-R", "a-w", copy.toString());
    assertEquals(replayAsUser(capture), replayAsUser(copy));
  }
}
