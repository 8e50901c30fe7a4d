// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.DirectoryState;
import tcplife.fixture.Lifecycle;

/** A capture is read without privileges and without a change to it. */
@Timeout(300)
class UnprivilegedReaderIT {
  /** As nobody, where the test is run by root. */
  private static final String AS_NOBODY =
      "$([ $(id -u) != 0 ] || echo setpriv --reuid=65534 --regid=65534 --clear-groups) ";

  @TempDir private Path directory;
  private Path capture;

  @BeforeEach
  void makeReadable() throws Exception {
    capture = directory.resolve("cap");
    CaptureScript script = new CaptureScript();
    Lifecycle.client(
        script.socket("10.0.0.1", 1, "10.0.0.2", 80),
        1_000_000,
        2_000_000,
        new CurrentTask(7, "a"));
    script.write(capture);
    // The program too where nobody can reach it.
    copy(PackagedProgram.TARGET.resolve("tcplife.jar"), directory.resolve("tcplife.jar"));
    Files.createDirectory(directory.resolve("lib"));
    try (Stream<Path> jars = Files.list(PackagedProgram.TARGET.resolve("lib"))) {
      for (Path jar : jars.toList()) {
        copy(jar, directory.resolve("lib").resolve(jar.getFileName()));
      }
    }
    permit(directory.resolve("lib"), "rwxr-xr-x", "rw-r--r--");
    permit(capture, "r-xr-xr-x", "r--r--r--");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void aReplayFromAReadOnlyDirectoryPrintsAndChangesNothing() throws Exception {
    Map<String, String> before = DirectoryState.of(capture);
    assertTrue(before.size() >= 4, before.toString());
    PackagedProgram run = asNobody("replay cap -s");
    assertEquals("", run.err());
    assertEquals(0, run.code());
    assertEquals(
        List.of("7,a,4,10.0.0.1,1,10.0.0.2,80,0,0,1.00"), run.out().lines().skip(1).toList());
    assertEquals(before, DirectoryState.of(capture));
  }

  @Test
  void whatItMayNotReadIsRefusedInOneLine() throws Exception {
    Path manifest = Path.of("cap/manifest.json");
    Files.setPosixFilePermissions(
        directory.resolve(manifest), PosixFilePermissions.fromString("-w-------"));
    assertEquals(
        new PackagedProgram(
            1, "", "tcplife replay: " + manifest + ": cannot be read: permission denied\n"),
        asNobody("replay cap"));
  }

  @Test
  void theSizeOfACaptureIsToldWithoutACycleThatItMayNotEnter() throws Exception {
    Path cycle = Path.of("cap/000001");
    Files.setPosixFilePermissions(
        directory.resolve(cycle), PosixFilePermissions.fromString("rwx------"));
    PackagedProgram run = asNobody("info cap");
    assertEquals("", run.err());
    assertEquals(3, run.code());
    List<String> lines = run.out().lines().toList();
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("size       at least ")), run::out);
    assertTrue(lines.contains("lacks      " + cycle + ": at byte 0: may not be read"), run::out);
    assertTrue(
        lines.contains("lacks      " + cycle + ": permission denied; the size is without it"),
        run::out);
  }

  /** As one for others to leave things in. */
  @Test
  void aCutIsMadeInADirectoryThatItMayNotRead() throws Exception {
    Path box = Files.createDirectory(directory.resolve("box"));
    Files.setPosixFilePermissions(box, PosixFilePermissions.fromString("-wx-wx-wx"));
    try {
      assertEquals(new PackagedProgram(0, "", ""), asNobody("cut cap -o box/part --port 80"));
    } finally {
      Files.setPosixFilePermissions(box, PosixFilePermissions.fromString("rwx------"));
    }
    assertTrue(Files.exists(box.resolve("part/manifest.json")));
  }

  private PackagedProgram asNobody(String arguments) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin/java");
    return PackagedProgram.run(
        directory, AS_NOBODY + java + " -jar tcplife.jar " + arguments, Map.of());
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to);
    Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private static void permit(Path path, String directories, String files) throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.toList()) {
        Files.setPosixFilePermissions(
            each, PosixFilePermissions.fromString(Files.isDirectory(each) ? directories : files));
      }
    }
  }
}
