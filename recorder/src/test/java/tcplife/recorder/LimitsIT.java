// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Capture;
import tcplife.cli.ExitCode;
import tcplife.event.EndRecord;
import tcplife.live.Await;
import tcplife.live.Program;

/** A recording with limits keeps within them, and what is left of it is whole. */
@Timeout(300)
class LimitsIT {
  private static final long SECONDS = Integer.getInteger("tcplife.limits.seconds", 40);
  private static final long SIZE = 64 << 20;
  private static final String PAUSES = "the recording pauses until that changes";
  private static final Pattern PAUSE =
      Pattern.compile("goes on; in .* s ([0-9,]+) events were lost");

  @TempDir Path temp;
  private Path capture;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  @Test
  void ofSizeUnderLoad() {
    try (Disk disk = new Disk(temp, Disk.Kind.TMPFS, Disk.SIZE);
        RecordedDisk recorder = new RecordedDisk(disk, temp.resolve("ready"), "--max-size=64M")) {
      recorder.program.awaitFile(temp.resolve("ready"));
      capture = disk.seen("cap");
      long most = 0;
      try (Program traffic = Program.start(Map.of(), Live.traffic("churn", "-t", "250"))) {
        long end = System.nanoTime() + SECONDS * 1_000_000_000;
        while (traffic.isAlive() && System.nanoTime() < end || oldest() == 1) {
          recorder.generate(2000);
          most = Math.max(most, taken(disk));
          LockSupport.parkNanos(20_000_000);
        }
      }
      // A stop in a pause is no success.
      Await.until("it does not pause", () -> !recorder.program.errors().strip().endsWith(PAUSES));
      assertEquals(ExitCode.OK, recorder.stop(), recorder.program::errors);
      most = Math.max(most, taken(disk));
      System.out.printf("At most %,d bytes of %,d were taken%n", most, SIZE);
      assertTrue(most <= SIZE, most + " bytes");
      assertTrue(most >= SIZE / 2, most + " bytes: it keeps much less than it may");
      Recorded recorded = assertWholeWithoutItsHead();
      // Cycles are given up as fast as others come: only a disk that stalls may cost some of them.
      // What a busy host costs, for which the ring is too small, is not the limit's.
      long lost =
          PAUSE
              .matcher(recorder.program.errors())
              .results()
              .mapToLong(each -> Long.parseLong(each.group(1).replace(",", "")))
              .sum();
      long made = recorded.lastEnd().cpus().stream().mapToLong(EndRecord.Cpu::made).sum();
      assertTrue(lost < made / 10, lost + " of " + made + " are lost in pauses");
    }
  }

  @Test
  void ofAge() {
    capture = temp.resolve("cap");
    try (RecorderProcess recorder = RecorderProcess.start(capture, "--max-age=8s")) {
      for (int i = 0; i < 160; i++) {
        Generator.run(recorder.pid(), 100);
        LockSupport.parkNanos(100_000_000);
      }
      recorder.stop("INT");
    }
    Recorded recorded = assertWholeWithoutItsHead();
    long span = recorded.lastEnd().time() - recorded.ends.get(0).time();
    // Eight seconds, the cycle that is written, and the time that a busy host may take for it.
    assertTrue(span < 12_000_000_000L, span + " ns");
  }

  private int oldest() {
    return Capture.open(capture).cycles().get(0);
  }

  /** Bytes that are taken of a disk at one moment: in one call, while files come and go. */
  private static long taken(Disk disk) {
    String[] said = disk.run("stat -f -c '%S %b %f' .").strip().split(" ");
    return Long.parseLong(said[0]) * (Long.parseLong(said[1]) - Long.parseLong(said[2]));
  }

  private Recorded assertWholeWithoutItsHead() {
    List<Integer> cycles = Capture.open(capture).cycles();
    assertTrue(cycles.get(0) > 1, cycles + " are there");
    for (int i = 1; i < cycles.size(); i++) {
      assertEquals(cycles.get(i - 1) + 1, cycles.get(i), "no cycle between is missing");
    }
    Recorded recorded = new Recorded(capture);
    assertEquals(EndRecord.STOPPED, recorded.lastEnd().reason());
    long told = recorded.lossByCpu.values().stream().mapToLong(n -> n).sum();
    assertEquals(told, recorded.sequences.missing());
    assertEquals(cycles.size(), RecordedCycle.read(capture).size(), "cycles with an end");
    return recorded;
  }
}
