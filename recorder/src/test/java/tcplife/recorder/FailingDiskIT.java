// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Capture;
import tcplife.capture.Damage;
import tcplife.capture.RecordCursor;
import tcplife.cli.ExitCode;
import tcplife.event.EndRecord;
import tcplife.event.LossRecord;
import tcplife.event.RecordHeader;

/** A device or a file system that fails, really, and a quota: each is a pause, and no crash. */
@Timeout(300)
class FailingDiskIT {
  private static final String PAUSES = "; the recording pauses until that changes\n";
  private static final String GOES_ON = "the recording goes on; in ";

  /** Less than the ring holds. */
  private static final long EVENTS = 80_000;

  /** Several syncs, s. */
  private static final int A_WHILE = 5;

  @TempDir Path temp;
  private Path ready;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  private RecordedDisk start(Disk disk) {
    ready = temp.resolve("ready");
    RecordedDisk recorder = new RecordedDisk(disk, ready);
    recorder.program.awaitFile(ready);
    return recorder;
  }

  private static void generate(RecordedDisk recorder, int seconds) {
    for (int i = 0; i < seconds; i++) {
      recorder.generate(EVENTS);
      LockSupport.parkNanos(1_000_000_000);
    }
  }

  private static long count(RecordedDisk recorder, String text) {
    return recorder.program.errors().lines().filter(line -> (line + "\n").contains(text)).count();
  }

  /** Told in the words of the system, with a capital letter or not. */
  private static void assertIoError(RecordedDisk recorder) {
    String said = recorder.program.errors().toLowerCase(Locale.ROOT);
    assertTrue(said.contains("input/output error"), said);
  }

  /** Without a journal, whose failure would turn the file system read-only. */
  @Test
  void aDeviceThatFailsIsOnePauseAndWhatItLostIsMissed() {
    try (FailingDevice device = new FailingDevice(Disk.SIZE)) {
      String mount = "mount -o errors=continue %s disk".formatted(device.path());
      String make = "mke2fs -q -t ext4 -O ^has_journal %s; ".formatted(device.path());
      try (Disk disk = new Disk(temp, make + mount)) {
        try (RecordedDisk recorder = start(disk)) {
          generate(recorder, 2);
          device.fail();
          recorder.generate(EVENTS);
          recorder.awaitSaid(PAUSES);
          generate(recorder, A_WHILE);
          assertEquals(1, count(recorder, PAUSES), recorder.program::errors);
          assertEquals(0, count(recorder, GOES_ON), recorder.program::errors);
          device.heal();
          recorder.awaitSaid(GOES_ON);
          generate(recorder, 1);
          assertEquals(ExitCode.OK, recorder.stop(), recorder.program::errors);
          assertIoError(recorder);
          recorder.assertClearWords();
        }
        // What is only in the memory of the kernel would hide what the device lost.
        disk.run("cd ..; umount disk; " + mount);
        assertTold(disk.seen("cap"));
      }
    }
  }

  /** That what the last END says to be made is there, or missing, and that is told of the pause. */
  private static void assertTold(Path capture) {
    List<Damage> damages = new ArrayList<>();
    Set<Integer> causes = new HashSet<>();
    EndRecord end = null;
    long kept = 0;
    try (RecordCursor cursor = Capture.open(capture).records(damages::add)) {
      while (cursor.next()) {
        boolean own = RecordHeader.cpu(cursor.buffer(), cursor.offset()) == RecordHeader.NO_CPU;
        kept += own ? 0 : 1;
        if (cursor.kind() == RecordHeader.LOSS_KIND) {
          causes.add(LossRecord.read(cursor.buffer(), cursor.offset()).cause());
        } else if (cursor.kind() == RecordHeader.END_KIND) {
          end = EndRecord.read(cursor.buffer(), cursor.offset());
          cursor.sequences().end(end);
        }
      }
      assertEquals(EndRecord.STOPPED, end.reason());
      long made = end.cpus().stream().mapToLong(EndRecord.Cpu::made).sum();
      long missing = cursor.sequences().missing();
      System.out.printf("made %,d, kept %,d, damages %s%n", made, kept, damages);
      assertEquals(made, kept + missing);
      assertTrue(missing > 0, "nothing was lost");
      assertTrue(causes.contains(LossRecord.IO_ERROR), causes::toString);
    }
    for (Damage each : damages) {
      assertTrue(each.toString().contains("/000001/"), each::toString);
    }
  }

  @Test
  void aFileSystemThatIsShutDownIsNoCrash() {
    try (Disk disk = new Disk(temp, Disk.Kind.XFS, Disk.SIZE);
        RecordedDisk recorder = start(disk)) {
      generate(recorder, 2);
      disk.run("xfs_io -x -c 'shutdown -f' .");
      recorder.generate(EVENTS);
      recorder.awaitSaid(PAUSES);
      generate(recorder, 2);
      assertEquals(ExitCode.FAILED, recorder.stop(), recorder.program::errors);
      assertIoError(recorder);
      recorder.assertClearWords();
      disk.run("cd ..; umount disk; mount -o loop image disk");
      Recorded recorded = new Recorded(disk.seen("cap"));
      assertTrue(Generator.events(recorded) >= EVENTS, "what was synced");
    }
  }

  @Test
  void aQuotaIsAPauseUntilItIsRaised() {
    Live.need(Files.isExecutable(Path.of("/usr/sbin/mkfs.btrfs")), "btrfs-progs are missing");
    String quota = "btrfs quota enable disk; btrfs qgroup limit 40M disk";
    String make = "truncate -s 512M image; mkfs.btrfs -q image; mount -o loop image disk; ";
    try (Disk disk = new Disk(temp, make + quota)) {
      try (RecordedDisk recorder = start(disk)) {
        generate(recorder, 1);
        for (int i = 0; i < A_WHILE; i++) {
          recorder.generate(EVENTS);
        }
        recorder.awaitSaid("quota exceeded" + PAUSES);
        generate(recorder, 3);
        disk.run("btrfs qgroup limit none .");
        recorder.awaitSaid(GOES_ON);
        recorder.generate(1000);
        assertEquals(ExitCode.OK, recorder.stop(), recorder.program::errors);
        recorder.assertClearWords();
      }
      Recorded recorded = new Recorded(disk.seen("cap"));
      RecordedDisk.assertAccounted(recorded);
      assertTrue(
          recorded.losses.stream().anyMatch(each -> each.cause() == LossRecord.NO_SPACE),
          recorded.losses::toString);
    }
  }
}
