// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.capture.Capture;
import tcplife.capture.Manifest;
import tcplife.event.EndRecord;
import tcplife.event.RecordHeader;
import tcplife.live.Await;
import tcplife.live.Program;

/** What {@code tcplife record} leaves behind when all goes well. */
@Timeout(120)
class RecordCommandIT extends RecordedIntoDirectory {
  private static void makeSessions() {
    Program.run(Live.traffic("sessions", "client-closes", "-n", "5"));
  }

  private static void assertEndedInOrder(Recorded recorded) {
    assertEquals(EndRecord.STOPPED, recorded.lastEnd().reason());
    assertEquals(0, recorded.sequences.missing());
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP"})
  void aSignalEndsTheRecordingInOrder(String signal) {
    try (RecorderProcess recorder = RecorderProcess.start(path)) {
      makeSessions();
      String said = recorder.stop(signal);

      Recorded recorded = new Recorded(path);
      assertEndedInOrder(recorded);
      assertTrue(recorded.lastEnd().cpus().stream().mapToLong(EndRecord.Cpu::made).sum() >= 50);
      assertTrue(said.contains("attached tp_btf/inet_sock_set_state:session"), said);
      assertTrue(said.contains(path + ": "), said);
      assertTrue(said.contains(" 0 lost"), said);
      assertTrue(said.contains(" sockets open before: "), said);
    }
  }

  @Test
  void theRecordingEndsAfterItsDuration() {
    long begun = System.nanoTime();
    try (RecorderProcess recorder = RecorderProcess.start(path, "--duration", "1500ms")) {
      recorder.awaitEnd();
    }
    assertTrue(System.nanoTime() - begun >= 1_500_000_000L, "it ended too early");
    assertEndedInOrder(new Recorded(path));
  }

  @Test
  void theReadyFileHoldsTheProcessIdAndAllThatFollowsItIsRecorded() throws IOException {
    try (RecorderProcess recorder = RecorderProcess.start(path)) {
      String traffic = Program.run(Live.traffic("sessions", "client-closes", "-n", "5"));
      try (Stream<Path> files = Files.list(temp)) {
        Path ready = files.filter(file -> file.toString().contains("ready")).findFirst().get();
        assertEquals(recorder.pid() + "\n", Files.readString(ready));
      }
      recorder.stop("INT");
      // Ten transitions a session, and two of the listener.
      assertEquals(52, new Recorded(path).of(traffic).events);
    }
  }

  @Test
  void appendingAddsCyclesAndARecordingToTheManifest() {
    for (String[] options : List.of(new String[0], new String[] {"--append"})) {
      try (RecorderProcess recorder = RecorderProcess.start(path, options)) {
        makeSessions();
        recorder.stop("TERM");
      }
    }

    Manifest manifest = Capture.open(path).manifest();
    assertEquals(List.of(1, 2), Capture.open(path).cycles());
    assertEquals(
        List.of(1, 2), manifest.recordings().stream().map(each -> each.firstCycle()).toList());
    assertEquals(2, new Recorded(path).ends.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--cycle-age=1s", "--cycle-size=1"})
  void eachCycleBeginsWithTheClockAndAnInventoryAndEndsWithAnEnd(String limit) {
    try (RecorderProcess recorder = RecorderProcess.start(path, limit)) {
      Await.until("three cycles are there", () -> Files.exists(path.resolve("000003")));
      recorder.stop("INT");
    }

    int cycles = Capture.open(path).cycles().size();
    assertTrue(cycles >= 2, cycles + " cycles");
    Recorded recorded = new Recorded(path);
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < cycles; i++) {
      expected.add(RecordHeader.CLOCK_KIND);
      expected.addAll(List.of(RecordHeader.INVENTORY_KIND, RecordHeader.INVENTORY_KIND));
      expected.add(RecordHeader.END_KIND);
    }
    List<Integer> found = new ArrayList<>(recorded.ownKinds);
    found.retainAll(expected);
    assertEquals(expected, found);
    List<Integer> reasons = recorded.ends.stream().map(EndRecord::reason).toList();
    assertEquals(EndRecord.STOPPED, reasons.get(cycles - 1));
    assertEquals(
        List.of(EndRecord.CYCLE), reasons.subList(0, cycles - 1).stream().distinct().toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"000", "022", "777"})
  void theCaptureIsForItsOwnerOnlyWhateverTheUmask(String umask) throws IOException {
    try (RecorderProcess recorder = RecorderProcess.startAfter("umask " + umask, path)) {
      recorder.stop("INT");
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        assertEquals(
            Files.isDirectory(file) ? "rwx------" : "rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
            file.toString());
      }
    }
  }

  /** A user by name has a group of its own. */
  @ParameterizedTest
  @CsvSource({"54321:54322, 54321, 54322", "54321, 54321, 54321", "nobody, 65534, 65534"})
  void theCaptureBelongsToTheOwnerThatWasNamed(String owner, int uid, int gid) throws IOException {
    String script = "export SUDO_UID=54325 SUDO_GID=54326";
    String[] options = {"--owner=" + owner, "--cycle-age=1s"};
    try (RecorderProcess recorder = RecorderProcess.startAfter(script, path, options)) {
      Await.until("a second cycle is there", () -> Files.exists(path.resolve("000002")));
      recorder.stop("INT");
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        assertEquals(uid, Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS));
        assertEquals(gid, Files.getAttribute(file, "unix:gid", LinkOption.NOFOLLOW_LINKS));
      }
    }
  }
}
