// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Capture;
import tcplife.capture.Manifest.Snapshot;
import tcplife.capture.SealedFile;
import tcplife.cli.ExitCode;
import tcplife.event.EndRecord;
import tcplife.live.Await;
import tcplife.live.Program;

/** A signal makes a capture of the latest cycles while the recording goes on. */
@Timeout(300)
class SnapshotIT {
  private static final long EVENTS = 20_000;

  @TempDir Path temp;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  private static List<Path> in(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(each -> !each.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static long links(Path file) throws IOException {
    return ((Number) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS)).longValue();
  }

  private static Snapshot sealed(Path snapshot) {
    List<Integer> cycles = Capture.open(snapshot).cycles();
    return SealedFile.of(snapshot, cycles.get(cycles.size() - 1)).seal().snapshot();
  }

  /** What the recorder says of one that has the first cycle only. */
  private static String message(Path snapshot) {
    String root = SealedFile.of(snapshot, 1).hash();
    return "snapshot %s: 1 cycles, root %s\n".formatted(snapshot, root);
  }

  @Test
  void holdsAllUntilTheSignalAndTheRecordingGoesOn() throws IOException {
    Path capture = temp.resolve("cap");
    Path to = temp.resolve("cap.snapshots");
    try (RecorderProcess recorder = RecorderProcess.start(capture, "--snapshot-on=SIGUSR1")) {
      Generator.run(recorder.pid(), EVENTS);
      Program.run("kill", "-USR1", String.valueOf(recorder.pid()));
      Await.until("a snapshot is there", () -> !in(to).isEmpty());
      Recorded snapshot = new Recorded(in(to).get(0));
      assertEquals(EVENTS, Generator.events(snapshot));
      assertEquals(EndRecord.CYCLE, snapshot.lastEnd().reason());
      assertEquals(0, snapshot.sequences.missing());
      assertEquals(Capture.open(in(to).get(0)).manifest().snapshot(), sealed(in(to).get(0)));
      Generator.run(recorder.pid(), EVENTS);
      Path first = capture.resolve("000001.tcap");
      Await.until("the first cycle is sealed", () -> Files.exists(first));
      Program.run("kill", "-USR1", String.valueOf(recorder.pid()));
      Await.until("another snapshot is there", () -> in(to).size() == 2);
      assertEquals(2, links(first), "the same file");
      String said = recorder.stop("INT");
      assertTrue(said.contains(message(in(to).get(0))), said);
    }
    Recorded recorded = new Recorded(capture);
    assertEquals(2 * EVENTS, Generator.events(recorded));
    assertEquals(0, recorded.sequences.missing());
    assertEquals(List.of(1, 2, 3), Capture.open(capture).cycles());
  }

  /** It wakes up to both signals. */
  @Test
  void isMadeThoughTheRecordingIsToStopThen() {
    Path capture = temp.resolve("cap");
    Path to = temp.resolve("cap.snapshots");
    try (RecorderProcess recorder = RecorderProcess.start(capture, "--snapshot-on=SIGUSR1")) {
      Generator.run(recorder.pid(), EVENTS);
      for (String signal : List.of("-STOP", "-USR1", "-INT")) {
        Program.run("kill", signal, String.valueOf(recorder.pid()));
      }
      String said = recorder.stop("CONT");
      assertEquals(1, in(to).size(), said);
      assertTrue(said.contains(message(in(to).get(0))), said);
    }
    Recorded snapshot = new Recorded(in(to).get(0));
    assertEquals(EVENTS, Generator.events(snapshot));
    assertEquals(EndRecord.STOPPED, snapshot.lastEnd().reason());
    assertEquals(Capture.open(in(to).get(0)).manifest().snapshot(), sealed(in(to).get(0)));
  }

  @Test
  void aSignalThatNobodySpokeOfChangesNothing() {
    Path capture = temp.resolve("cap");
    try (RecorderProcess recorder = RecorderProcess.start(capture)) {
      Program.run("kill", "-USR1", String.valueOf(recorder.pid()));
      Generator.run(recorder.pid(), EVENTS);
      recorder.stop("INT");
    }
    assertEquals(EVENTS, Generator.events(new Recorded(capture)));
    assertEquals(List.of(1), Capture.open(capture).cycles());
  }

  @Test
  void isACopyOnAnotherFileSystemAndHasTheLatestCyclesOnly() throws IOException {
    Path capture = temp.resolve("cap");
    try (Disk disk = new Disk(temp, Disk.Kind.TMPFS, Disk.SIZE);
        RecordedDisk recorder =
            new RecordedDisk(
                disk,
                temp.resolve("ready"),
                "--snapshot-on=SIGUSR1",
                "--snapshot-to=" + capture,
                "--snapshot-last=2s",
                "--cycle-age=1s")) {
      recorder.program.awaitFile(temp.resolve("ready"));
      Await.until("a sixth cycle is there", () -> Files.exists(disk.seen("cap/000006")));
      recorder.generate(EVENTS);
      Program.run("kill", "-USR1", String.valueOf(recorder.program.pid()));
      Await.until("a snapshot is there", () -> !in(capture).isEmpty());
      assertEquals(0, recorder.stop(), recorder.program::errors);
    }
    Path snapshot = in(capture).get(0);
    assertNotEquals(1, Capture.open(snapshot).cycles().get(0), "the first cycle");
    assertEquals(Capture.open(snapshot).manifest().snapshot(), sealed(snapshot));
    Recorded recorded = new Recorded(snapshot);
    assertEquals(EVENTS, Generator.events(recorded));
    assertEquals(0, recorded.sequences.missing());
  }

  /** The cycle that is open then is brought to its end for it. */
  @Test
  void hasTheNewestThoughTheRecordingPauses() {
    Path to = temp.resolve("snapshots");
    Path ready = temp.resolve("ready");
    Recorded snapshot;
    try (Disk disk = new Disk(temp, Disk.Kind.TMPFS, Disk.SIZE)) {
      disk.fill(Disk.SIZE / 20 + (14 << 20));
      try (RecordedDisk recorder =
          new RecordedDisk(disk, ready, "--snapshot-on=SIGUSR1", "--snapshot-to=" + to)) {
        recorder.program.awaitFile(ready);
        recorder.generate(400_000);
        recorder.awaitSaid("; the recording pauses until that changes\n");
        disk.fill(0);
        Program.run("kill", "-USR1", String.valueOf(recorder.program.pid()));
        recorder.awaitSaid("snapshot ");
        assertTrue(recorder.hasSaid(message(in(to).get(0))), recorder.program::errors);
        assertEquals(ExitCode.FAILED, recorder.stop(), recorder.program::errors);
      }
      snapshot = new Recorded(in(to).get(0));
      Recorded capture = new Recorded(disk.seen("cap"));
      assertEquals(Generator.events(capture), Generator.events(snapshot));
    }
    assertTrue(Generator.events(snapshot) > EVENTS, Generator.events(snapshot) + " events");
    assertEquals(EndRecord.CYCLE, snapshot.lastEnd().reason());
    assertEquals(0, snapshot.sequences.missing());
  }
}
