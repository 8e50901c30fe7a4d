// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.bpf.Host;
import tcplife.capture.CaptureDirectory;
import tcplife.capture.CycleWriter;
import tcplife.capture.DiskException;
import tcplife.capture.Manifest.Recording;
import tcplife.capture.RecordSource;
import tcplife.event.ClockRecord;

/** When what a sync failed with is told. */
@Timeout(60)
class CycleOutputIT {
  @TempDir Path temp;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  /** Goes on after a pause in which a sync fails. */
  private void goOnAfter(DiskException pause, Consumer<CycleOutput> then) throws Exception {
    Path capture = temp.resolve("cap");
    // What cannot be opened cannot be synced.
    Path loop = temp.resolve("loop");
    Files.createSymbolicLink(loop, loop);
    KeptCycles kept =
        new KeptCycles(capture, new Retention(Long.MAX_VALUE, null, false), Host::clockPair);
    RecordSource clock =
        new RecorderBatch().of(ClockRecord.SIZE, 1, new ClockRecord(1, 1, 0, 0, "UTC")::write);
    try (CaptureDirectory directory =
            CaptureDirectory.prepare(capture, Files::createDirectory, false);
        Syncer syncer = new Syncer(Duration.ofHours(1));
        CycleWriter other = new CycleWriter(temp.resolve("other"), (file, at, length) -> {})) {
      directory.begin("host", new Recording(1, "", "", "", "UTC", "", List.of()));
      Room room = new Room(capture, KeepFree.DEFAULT, Long.MAX_VALUE, kept::bytes);
      CycleLimit never = new CycleLimit(Long.MAX_VALUE, Duration.ofDays(1));
      CycleRoom made = new CycleRoom(room, kept, never, () -> {});
      CycleOutput output =
          new CycleOutput(capture, directory, room, made, kept, syncer, number -> {});
      output.begin(clock);
      syncer.watch(other, loop);
      output.pause(pause);
      syncer.awaitAll();
      output.begin(clock);
      then.accept(output);
    }
  }

  @Test
  void aSyncThatFailsInAPauseForAnErrorIsNoOtherPause() throws Exception {
    goOnAfter(
        new DiskException("planted", false), output -> assertDoesNotThrow(output::requireSync));
  }

  @Test
  void aSyncThatFailsInAPauseForRoomIsTold() throws Exception {
    goOnAfter(
        new DiskException("planted", true),
        output -> assertThrows(DiskException.class, output::requireSync));
  }
}
