// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.event.NameRecord;
import tcplife.live.Await;
import tcplife.live.Program;

/** The names of users, cgroups and network namespaces. */
@Timeout(60)
class NamesIT {
  private static final int NOBODY = 65534;
  private static final int WITHOUT_NAME = 54321;
  private static final String NAME = "tcplife-" + ProcessHandle.current().pid();

  @TempDir Path temp;
  private Path cgroup;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  @BeforeEach
  void chooseCgroup() throws IOException {
    String mount =
        Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
            .filter(line -> line.contains(" - cgroup2 "))
            .map(line -> line.split(" ")[4])
            .findFirst()
            .orElse(null);
    Live.need(mount != null, "no unified hierarchy of cgroups is mounted");
    cgroup = Path.of(mount, NAME, "deep");
  }

  /** A cgroup and a network namespace. */
  private void make() throws IOException {
    Files.createDirectories(cgroup);
    Program.run("ip", "netns", "add", NAME);
  }

  @AfterEach
  void remove() throws IOException {
    if (Files.exists(cgroup)) {
      Await.until("the cgroup is empty", this::isEmpty);
      Program.run("ip", "netns", "delete", NAME);
      Files.delete(cgroup);
      Files.delete(cgroup.getParent());
    }
  }

  private boolean isEmpty() {
    try {
      return Files.readString(cgroup.resolve("cgroup.procs")).isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A command in the cgroup and the namespace, by a user. */
  private List<String> by(int uid, String... command) {
    List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", NAME, "setpriv"));
    whole.addAll(List.of("--reuid=" + uid, "--clear-groups"));
    whole.addAll(List.of(command));
    String script =
        "echo $$ > " + cgroup.resolve("cgroup.procs") + "; ip -n " + NAME + " link set lo up";
    return Live.after(script, whole);
  }

  private void assertNamed(RecordedCycle cycle) throws IOException {
    long id = (Long) Files.getAttribute(cgroup, "unix:ino");
    long inode = (Long) Files.getAttribute(Path.of("/run/netns", NAME), "unix:ino");
    assertEquals("/" + NAME + "/deep", cycle.name(NameRecord.CGROUP, id));
    assertEquals(NAME, cycle.name(NameRecord.NETNS, inode));
    assertEquals("nobody", cycle.name(NameRecord.USER, NOBODY));
  }

  @Test
  void whatIsThereAtTheBeginningIsNamedOnce() throws IOException {
    make();
    Path capture = temp.resolve("cap");
    try (Program one = Program.start(Map.of(), by(NOBODY, "sleep", "4321"));
        Program two = Program.start(Map.of(), by(WITHOUT_NAME, "sleep", "4321"));
        RecorderProcess recorder = RecorderProcess.start(capture)) {
      assertTrue(one.isAlive() && two.isAlive());
      recorder.stop("INT");
    }
    RecordedCycle cycle = RecordedCycle.read(capture).get(0);

    assertNamed(cycle);
    long empty = (Long) Files.getAttribute(cgroup.getParent(), "unix:ino");
    assertEquals("/" + NAME, cycle.name(NameRecord.CGROUP, empty));
    assertEquals("/", cycle.name(NameRecord.CGROUP, 1));
    assertTrue(cycle.processes.stream().anyMatch(process -> process.uid() == WITHOUT_NAME));
    assertNull(cycle.name(NameRecord.USER, WITHOUT_NAME));
    assertEquals(
        cycle.names.size(),
        cycle.names.stream().map(name -> name.what() + " " + name.id()).distinct().count());
  }

  @Test
  void whatComesLaterIsNamedOnceATransitionNeedsIt() throws IOException {
    Path capture = temp.resolve("cap");
    // For everybody to run it, wherever the project is.
    Path traffic = Files.copy(Live.TRAFFIC, temp.resolve("traffic"));
    Program.run("chmod", "-R", "a+rX", temp.toString());
    try (RecorderProcess recorder = RecorderProcess.start(capture)) {
      make();
      Program.run(by(NOBODY, traffic.toString(), "sessions", "client-closes", "-n", "1"));
      recorder.stop("INT");
    }
    assertNamed(RecordedCycle.read(capture).get(0));
  }
}
