// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tcplife.bpf.Host;
import tcplife.capture.Capture;
import tcplife.cli.ExitCode;
import tcplife.event.EndRecord;
import tcplife.event.LossRecord;
import tcplife.live.Await;
import tcplife.live.Program;

/** Where the disk takes nothing a recording pauses, and goes on when it does again. */
@Timeout(300)
class PausedRecordingIT {
  /** What a recorder leaves free unless it is told otherwise, and what it finds beside that. */
  private static final long ROOM = Disk.SIZE / 20 + (14 << 20);

  /** Much more than there is room for, in the ring too. */
  private static final long MANY = 400_000;

  /** What is to be kept free where others take room, bytes. */
  private static final long KEEP = 60 << 20;

  private static final String PAUSES = "; the recording pauses until that changes\n";
  private static final String GOES_ON = "the recording goes on; in ";

  @TempDir Path temp;
  private Path ready;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  private RecordedDisk start(Disk disk, String... options) {
    ready = temp.resolve("ready");
    RecordedDisk recorder = new RecordedDisk(disk, ready, options);
    recorder.program.awaitFile(ready);
    return recorder;
  }

  @ParameterizedTest
  @EnumSource(Disk.Kind.class)
  void goesOnWhenRoomWasMade(Disk.Kind kind) {
    try (Disk disk = new Disk(temp, kind, Disk.SIZE)) {
      disk.fill(ROOM);
      try (RecordedDisk recorder = start(disk)) {
        recorder.generate(MANY);
        recorder.awaitSaid(" free" + PAUSES);
        recorder.generate(MANY);
        disk.makeRoom();
        recorder.awaitSaid(GOES_ON);
        recorder.generate(1000);
        assertEquals(ExitCode.OK, recorder.stop(), recorder.program::errors);
        recorder.assertClearWords();
      }
      assertWentOn(disk.seen("cap"), LossRecord.NO_SPACE);
    }
  }

  private static void assertWentOn(Path capture, int cause) {
    Recorded recorded = new Recorded(capture);
    RecordedDisk.assertAccounted(recorded);
    List<LossRecord> losses =
        recorded.losses.stream().filter(loss -> loss.cause() == cause).toList();
    long lost = losses.stream().mapToLong(LossRecord::count).sum();
    assertTrue(lost > PausedRecordingIT.MANY / 2, losses::toString);
    losses.forEach(loss -> assertTrue(loss.since() < loss.until(), loss::toString));
    assertTrue(Capture.open(capture).cycles().size() > 1, "a new cycle");
    List<RecordedCycle> cycles = RecordedCycle.read(capture);
    assertEquals(2, cycles.get(cycles.size() - 1).marks.size(), "marks of its inventory");
  }

  @Test
  void goesOnAfterAnotherError() {
    try (Disk disk = new Disk(temp, Disk.Kind.TMPFS, Disk.SIZE);
        RecordedDisk recorder = start(disk, "--sync=off")) {
      limitFiles(recorder, "4194304:");
      recorder.generate(MANY);
      recorder.awaitSaid("file too large" + PAUSES);
      recorder.generate(MANY);
      limitFiles(recorder, "unlimited:");
      recorder.awaitSaid(GOES_ON);
      assertEquals(ExitCode.OK, recorder.stop(), recorder.program::errors);
      recorder.assertClearWords();
      assertWentOnWithoutAnEnd(disk.seen("cap"));
    }
  }

  /**
   * A file may not grow beyond so many bytes: an error that can be had, and taken back, anywhere.
   *
   * @param bytes of the soft limit, with a colon: what was taken of the hard one is gone
   */
  private static void limitFiles(RecordedDisk recorder, String bytes) {
    String pid = String.valueOf(recorder.program.pid());
    Program.run("prlimit", "--pid", pid, "--fsize=" + bytes);
  }

  private static void assertWentOnWithoutAnEnd(Path capture) {
    Recorded recorded = new Recorded(capture);
    RecordedDisk.assertAccounted(recorded);
    assertEquals(1, recorded.ends.size(), "the cycle that failed has no end");
    assertTrue(
        recorded.losses.stream().anyMatch(loss -> loss.cause() == LossRecord.IO_ERROR),
        recorded.losses::toString);
  }

  @Test
  void theOldestAreGivenUpFirstIfThatIsAskedFor() throws IOException {
    long keep = 100 << 20;
    try (Disk disk = new Disk(temp, Disk.Kind.EXT4, Disk.SIZE);
        RecordedDisk recorder = start(disk, "--keep-free=" + keep)) {
      for (int i = 0; i < 40; i++) {
        recorder.generate(100_000); // 13 MB
        long free = Long.parseLong(disk.run("df --output=avail -B1 . | tail -1").strip());
        assertTrue(free >= keep, free + " bytes are left free");
      }
      assertEquals(ExitCode.OK, recorder.stop(), recorder.program::errors);
      assertFalse(Files.exists(disk.seen("cap/000001")), "the first cycle");
      Recorded recorded = new Recorded(disk.seen("cap"));
      // Where the sealer is slow it pauses for a moment: for good, if nothing were given up.
      assertTrue(recorded.sequences.missing() < 1_000_000, recorder.program::errors);
      // A record of loss may be in a cycle that was given up, and its gap in one that is left.
      long told = recorded.losses.stream().mapToLong(LossRecord::count).sum() - recorded.skipped;
      assertTrue(told <= recorded.sequences.missing(), told + " told of what is left");
    }
  }

  /** What was given up for it went to somebody else: there is more to give up. */
  @Test
  void moreIsGivenUpWhereSomebodyElseTakesTheRoom() throws IOException {
    withRoomTaken(
        (recorder, directory) ->
            Await.until(
                "there is room, and it goes on",
                () -> {
                  // It need not pause: what is given up may be free before the next cycle begins.
                  String said = recorder.program.errors();
                  return directory.getUsableSpace() >= KEEP
                      && said.lastIndexOf(GOES_ON) >= said.lastIndexOf(PAUSES);
                }));
  }

  @Test
  void moreIsGivenUpForTheEndOfARecordingToo() throws IOException {
    withRoomTaken((recorder, directory) -> {});
  }

  /**
   * @param before what is done before it is stopped, which succeeds
   */
  private void withRoomTaken(BiConsumer<RecordedDisk, File> before) throws IOException {
    try (Disk disk = new Disk(temp, Disk.Kind.TMPFS, Disk.SIZE)) {
      try (RecordedDisk recorder = start(disk)) {
        assertEquals(ExitCode.OK, recorder.stop(), recorder.program::errors);
      }
      disk.run("cd cap; mv 000001.tcap 000011.tcap");
      disk.run(
          "cd cap; for i in 01 02 03 04 05 06 07 08 09 10; do fallocate -l 20M 0000$i.tcap; done");
      Files.delete(ready);
      File directory = disk.seen("cap").toFile();
      try (RecordedDisk recorder = start(disk, "--append", "--keep-free=" + KEEP)) {
        // What is given up at first, five cycles, is taken as it comes.
        takeRoom(disk, directory, KEEP - (10 << 20), 100 << 20);
        before.accept(recorder, directory);
        assertEquals(ExitCode.OK, recorder.stop(), recorder.program::errors);
        assertTrue(directory.getUsableSpace() >= KEEP, recorder.program::errors);
        recorder.assertClearWords();
      }
      assertFalse(Files.exists(disk.seen("cap/000006.tcap")), "given up in the pause");
    }
  }

  /** Takes all but so many bytes, and then, as they become free, so many more. */
  private static void takeRoom(Disk disk, File directory, long left, long more) throws IOException {
    Path other = Files.createFile(disk.seen("other"));
    long most = directory.getUsableSpace() - left + more;
    for (long taken = 0; taken < most; ) {
      long free = directory.getUsableSpace() - left;
      if (free > 0) {
        Host.allocate(other, taken, free);
        taken += free;
      }
    }
  }

  @Test
  void stopsWithItsEndToldWhereItIsStoppedMeanwhile() {
    try (Disk disk = new Disk(temp, Disk.Kind.EXT4, Disk.SIZE)) {
      disk.fill(ROOM);
      try (RecordedDisk recorder = start(disk)) {
        recorder.generate(MANY);
        recorder.awaitSaid(PAUSES);
        assertEquals(ExitCode.FAILED, recorder.stop());
        recorder.assertClearWords();
      }
      Recorded recorded = new Recorded(disk.seen("cap"));
      RecordedDisk.assertAccounted(recorded);
      assertEquals(1, recorded.ends.size());
    }
  }

  @Test
  void aFileSystemThatTurnsReadOnlyIsNoCrash() {
    try (Disk disk = new Disk(temp, Disk.Kind.EXT4, Disk.SIZE);
        RecordedDisk recorder = start(disk)) {
      recorder.generate(100_000);
      Await.until("all of it is written", () -> events(disk) >= 100_000);
      disk.run(
          "device=$(findmnt -no SOURCE -T .); echo 1 >/sys/fs/ext4/${device#/dev/}/trigger_fs_error");
      recorder.generate(MANY);
      recorder.awaitSaid(PAUSES);
      assertTrue(recorder.hasSaid("read-only file system"), recorder.program::errors);
      assertEquals(ExitCode.FAILED, recorder.stop(), recorder.program::errors);
      recorder.assertClearWords();
      assertTrue(events(disk) >= 100_000, events(disk) + " events");
      assertEquals(List.of(), new Recorded(disk.seen("cap")).ends);
    }
  }

  private static long events(Disk disk) {
    Recorded recorded = new Recorded(disk.seen("cap"));
    assertEquals(0, recorded.ends.stream().filter(end -> end.reason() != EndRecord.CYCLE).count());
    return recorded.eventsByCpu.values().stream().mapToLong(n -> n).sum();
  }
}
