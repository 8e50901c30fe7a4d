// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.capture.Capture;
import tcplife.event.InventoryRecord;
import tcplife.live.Await;
import tcplife.live.Program;

/** A recorder that records has no rights left, in none of its threads, and records all the same. */
@Timeout(120)
class PrivilegesIT extends RecordedIntoDirectory {
  private static final String NONE = "0000000000000000";

  /** What /proc tells of each thread: name of a line to its values. */
  private static List<Map<String, String>> threads(long pid) throws IOException {
    List<Map<String, String>> threads = new ArrayList<>();
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path task : (Iterable<Path>) tasks::iterator) {
        try {
          Map<String, String> status = new HashMap<>();
          for (String line : Files.readAllLines(task.resolve("status"))) {
            String[] parts = line.split(":\\s*", 2);
            status.put(parts[0], parts[1]);
          }
          threads.add(status);
        } catch (NoSuchFileException e) {
          continue; // a thread that ended
        }
      }
    }
    return threads;
  }

  private static boolean hasNone(Map<String, String> thread) {
    return Stream.of("CapInh", "CapPrm", "CapEff", "CapAmb")
        .allMatch(set -> thread.get(set).equals(NONE));
  }

  private static boolean haveNone(long pid) {
    try {
      return threads(pid).stream().allMatch(PrivilegesIT::hasNone);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until no thread has a capability, and returns the threads. */
  private static List<Map<String, String>> awaitNone(RecorderProcess recorder) throws IOException {
    Await.until("no thread has a capability", () -> haveNone(recorder.pid()));
    List<Map<String, String>> threads = threads(recorder.pid());
    assertTrue(threads.size() > 5, threads.size() + " threads");
    for (Map<String, String> thread : threads) {
      assertTrue(hasNone(thread), thread::toString);
      assertEquals("1", thread.get("NoNewPrivs"), thread::toString);
    }
    return threads;
  }

  /** No exec could give any either. */
  private static void assertBounded(Map<String, String> thread) {
    assertEquals(NONE, thread.get("CapBnd"), thread::toString);
  }

  private static void assertIs(int uid, int gid, String groups, Map<String, String> thread) {
    assertEquals("%1$d\t%1$d\t%1$d\t%1$d".formatted(uid), thread.get("Uid"));
    assertEquals("%1$d\t%1$d\t%1$d\t%1$d".formatted(gid), thread.get("Gid"));
    assertEquals(groups, thread.get("Groups").strip());
  }

  /** Traffic after the recorder gave up its rights is recorded, and cycles begin and end. */
  private void assertRecords(RecorderProcess recorder) {
    int cycles = Capture.open(path).cycles().size();
    String traffic = Program.run(Live.traffic("sessions", "client-closes", "-n", "5"));
    Await.until(
        "two cycles more are there", () -> Capture.open(path).cycles().size() >= cycles + 2);
    String said = recorder.stop("INT");

    assertFalse(said.contains("keeps its privileges"), said);
    Recorded recorded = new Recorded(path);
    assertEquals(52, recorded.of(traffic).events);
    assertEquals(0, recorded.sequences.missing());
  }

  @Test
  void underSudoItBecomesTheUserBehindIt() throws IOException {
    String script = "export SUDO_UID=54325 SUDO_GID=54326";
    try (RecorderProcess recorder = RecorderProcess.startAfter(script, path, "--cycle-age=1s")) {
      for (Map<String, String> thread : awaitNone(recorder)) {
        assertIs(54325, 54326, "54326", thread);
        assertBounded(thread);
      }
      assertRecords(recorder);
    }
  }

  @Test
  void rootStaysRootByNameOnly() throws IOException {
    try (RecorderProcess recorder = RecorderProcess.start(path, "--cycle-age=1s")) {
      for (Map<String, String> thread : awaitNone(recorder)) {
        assertIs(0, 0, "0", thread);
        assertBounded(thread);
      }
      assertRecords(recorder);
    }
  }

  @Test
  void aUserWithTheCapabilitiesGivesThemUp() throws IOException {
    Path home = Files.createDirectory(temp.resolve("home"));
    Program.run("chown", "54325:54326", home.toString());
    path = home.resolve("cap");
    String capabilities = "-all,+bpf,+perfmon";
    List<String> command =
        new ArrayList<>(
            List.of(
                "setpriv",
                "--reuid=54325",
                "--regid=54326",
                "--clear-groups",
                "--inh-caps=" + capabilities,
                "--ambient-caps=" + capabilities,
                "--bounding-set=" + capabilities));
    Path ready = home.resolve("ready");
    command.addAll(
        Live.copyOfTcplife(
            temp,
            "record",
            "-o",
            path.toString(),
            "--cycle-age=1s",
            "--ready-file",
            ready.toString()));
    try (RecorderProcess recorder = RecorderProcess.of(command, ready)) {
      for (Map<String, String> thread : awaitNone(recorder)) {
        assertIs(54325, 54326, "", thread);
      }
      assertRecords(recorder);
    }
  }

  /** Nobody's sockets elsewhere: of those only root can say that they are gone. */
  @Test
  void anInventoryWithoutRightsSaysThatItDidNotLookEverywhere() throws IOException {
    try (Program elsewhere = Program.start("unshare", "--net", "sleep", "60");
        RecorderProcess recorder = RecorderProcess.start(path, "--cycle-age=1s")) {
      assertTrue(elsewhere.isAlive());
      awaitNone(recorder);
      assertRecords(recorder);
    }
    List<Boolean> partial = new ArrayList<>();
    for (RecordedCycle cycle : RecordedCycle.read(path)) {
      cycle.marks.stream()
          .filter(mark -> mark.phase() == InventoryRecord.END)
          .forEach(mark -> partial.add(mark.partial()));
    }
    assertEquals(false, partial.get(0));
    assertEquals(true, partial.get(partial.size() - 1));
  }

  @Test
  void itKeepsThemIfAsked() throws IOException {
    String[] options = {"--keep-privileges", "--cycle-age=1s"};
    try (RecorderProcess recorder = RecorderProcess.start(path, options)) {
      Await.until("a cycle more is there", () -> Files.exists(path.resolve("000002")));
      assertTrue(threads(recorder.pid()).stream().noneMatch(PrivilegesIT::hasNone));
      recorder.stop("INT");
    }
  }

  @Test
  void whatTheOwnerMayNotWriteRootDoesNotWriteForThem() throws IOException {
    Files.createDirectory(path);
    String said = failure("--owner=54325");
    assertEquals(
        "tcplife record: " + path + ": cannot be recorded into: operation not permitted\n", said);
  }

  /** What a recording that fails says. */
  private String failure(String... options) {
    List<String> command = Live.tcplife("record", "-o", path.toString());
    command.addAll(List.of(options));
    try (Program program = Program.start(Map.of(), command)) {
      program.expectExit(1);
      return program.errors();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock", "manifest.json.new"})
  void whatTheOwnerLinksIntoTheDirectoryLeadsNowhere(String name) throws IOException {
    String owner = "--owner=54325:54325";
    try (RecorderProcess recorder = RecorderProcess.start(path, owner)) {
      recorder.stop("INT");
    }
    Path victim = Files.writeString(temp.resolve("victim"), "precious");
    Files.deleteIfExists(path.resolve(name));
    Files.createSymbolicLink(path.resolve(name), victim);
    String said = failure("--append", "-d", "1s");
    assertTrue(said.contains(path.toString()), said);
    assertEquals("precious", Files.readString(victim));
  }
}
