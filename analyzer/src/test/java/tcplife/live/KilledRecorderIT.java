// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Capture;
import tcplife.capture.Damage;
import tcplife.capture.RecordCursor;
import tcplife.event.RecordHeader;
import tcplife.fixture.DirectoryState;

/** A recorder that ends without a chance to do anything about it. */
@Timeout(600)
class KilledRecorderIT {
  private static final int KILLS = 20;

  /** A killed recorder has written so much at least, several batches. */
  private static final long LEAST_BYTES = 4 << 20;

  private static final int LEAST_BATCHES = 4;
  private static final int LONGEST_DELAY_MILLISECONDS = 300;
  private static final int INCOMPLETE = 3;
  private static final String NO_END = "has no end";

  @TempDir private Path directory;

  @Test
  @DisplayName("Killed 20 times while busy: all but what was not yet written is there, at once")
  void everyCommittedBatchIsRead() throws IOException {
    Host.needRecording();
    long seed = System.nanoTime();
    System.out.println("seed of the delays: " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < KILLS; i++) {
      Path each = Files.createDirectory(directory.resolve("kill" + i));
      Path capture = killWhileBusy(each, random.nextInt(LONGEST_DELAY_MILLISECONDS));
      assertReplayed(capture);
      assertAllRead(capture);
      if (i == 0) {
        assertGoesOn(each);
      }
      remove(each);
    }
  }

  private static Path killWhileBusy(Path directory, int delayMilliseconds) {
    try (Recorder recorder = Recorder.start(directory);
        Program traffic = Program.start(Host.TRAFFIC.toString(), "churn", "-t", "300")) {
      Await.until("several batches are written", () -> isUnderWay(recorder.capture()));
      LockSupport.parkNanos(delayMilliseconds * 1_000_000L);
      recorder.kill();
      assertTrue(traffic.isAlive(), () -> "the traffic ended: " + traffic.errors());
      return recorder.capture();
    }
  }

  private static boolean isUnderWay(Path capture) {
    CommittedBatches written = new CommittedBatches(capture);
    return written.bytes >= LEAST_BYTES && written.batches >= LEAST_BATCHES;
  }

  private static void assertReplayed(Path capture) {
    Map<String, String> before = DirectoryState.of(capture);
    try (Program replay = Program.start(Host.TCPLIFE, "replay", capture.toString())) {
      replay.expectExit(INCOMPLETE);
      assertTrue(replay.errors().contains(NO_END), replay.errors());
      assertTrue(replay.output().lines().count() > 1, replay.output());
    }
    assertEquals(before, DirectoryState.of(capture), "files of the capture");
  }

  private static void assertAllRead(Path capture) {
    CommittedBatches written = new CommittedBatches(capture);
    List<Damage> damages = new ArrayList<>();
    Set<Integer> kinds = new HashSet<>();
    long events = 0;
    long own = 0;
    try (RecordCursor cursor = Capture.open(capture).records(damages::add)) {
      while (cursor.next()) {
        kinds.add(cursor.kind());
        if (RecordHeader.cpu(cursor.buffer(), cursor.offset()) == RecordHeader.NO_CPU) {
          own++;
        } else {
          events++;
        }
      }
      System.out.printf(
          "killed: %,d bytes in %d batches, %,d events read, %d records of the recorder%s%n",
          written.bytes,
          written.batches,
          events,
          own,
          written.lastUnmarked ? ", the last batch whole but not yet marked so" : "");
      assertEquals(List.of(), damages);
      assertEquals(written.events, events);
      assertEquals(written.own, own);
      if (!kinds.contains(RecordHeader.LOSS_KIND)) {
        assertEquals(0, cursor.sequences().missing(), "gaps in the sequences");
      }
    }
  }

  /** Another recorder adds to the capture, and its end is told from that of the killed one. */
  private static void assertGoesOn(Path directory) {
    Path capture;
    try (Recorder recorder = Recorder.append(directory)) {
      capture = recorder.stop();
    }
    assertEquals(List.of(1, 2), Capture.open(capture).cycles());
    try (Program replay = Program.start(Host.TCPLIFE, "replay", capture.toString())) {
      replay.expectExit(INCOMPLETE);
      String said = replay.errors();
      assertTrue(
          said.contains(
              "recorders before the last one that were killed, or whose last cycles are gone: 1\n"),
          said);
      assertFalse(said.contains(NO_END), said);
    }
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
