// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the script {@code tcplife} says where it cannot build the program. */
@Timeout(60)
class LauncherTest {
  @TempDir Path temp;

  /** The lines that it says, with a Maven that fails after it has said this. */
  private List<String> said(String byMaven) throws IOException, InterruptedException {
    Path script = Path.of(System.getProperty("tcplife.root"), "tcplife");
    Path launcher = Files.copy(script, temp.resolve("tcplife"));
    Path maven = Files.createDirectory(temp.resolve("bin")).resolve("mvn");
    Path output = Files.writeString(temp.resolve("output"), byMaven);
    Files.writeString(maven, "#!/bin/sh\ncat " + output + "\nexit 1\n");
    Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwx------"));
    Path errors = temp.resolve("errors");
    ProcessBuilder process =
        new ProcessBuilder("sh", launcher.toString(), "info").redirectError(errors.toFile());
    process.environment().remove("SUDO_USER");
    process.environment().put("TMPDIR", temp.toString());
    process
        .environment()
        .merge("PATH", maven.getParent().toString(), (old, own) -> own + ":" + old);
    assertEquals(1, process.start().waitFor());
    List<String> lines = Files.readAllLines(errors);
    assertEquals("tcplife: building; this takes a minute or two", lines.get(0));
    return lines.subList(1, lines.size());
  }

  private void assertSays(String why, List<String> lines) {
    assertEquals("tcplife: the build failed: " + why, lines.get(0));
    assertTrue(lines.get(1).startsWith("tcplife: " + temp + "/"), lines.get(1));
    assertEquals(2, lines.size());
  }

  @Test
  void theFirstErrorIsToldInOneLineAndWhereTheRestIs() throws IOException, InterruptedException {
    assertSays(
        "Could not create local repository at /nonexistent/.m2/repository",
        said(
            """
            \u001b[0m\u001b[0m[\u001b[1;31mERROR\u001b[m] Could not create local repository at \
            /nonexistent/.m2/repository -> [Help 1]
            [ERROR]\s
            [ERROR] Re-run Maven using the -X switch to enable full debug logging.
            """));
  }

  @Test
  void ofASourceThatDoesNotCompileTheFirstMistakeIsTold() throws IOException, InterruptedException {
    assertSays(
        "/src/A.java:[3,1] ';' expected",
        said("[ERROR] COMPILATION ERROR : \n[ERROR] /src/A.java:[3,1] ';' expected\n"));
  }

  @Test
  void whatDoesNotComeFromMavenItselfIsTold() throws IOException, InterruptedException {
    assertSays("JAVA_HOME is wrong", said("JAVA_HOME is wrong\nBye\n"));
  }
}
