// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tcplife.capture.Capture;
import tcplife.capture.Damage;
import tcplife.capture.RecordCursor;
import tcplife.capture.SealedFile;
import tcplife.event.RecordHeader;
import tcplife.event.StateLayout;
import tcplife.event.StateView;
import tcplife.live.Guest;

/**
 * A machine whose power is cut at any moment of a busy recording that seals: QEMU is killed, and
 * what its disk has is read and verified. {@code -Dtcplife.cuts=100} and {@code -Dtcplife.seed=…}
 * do it more often, or again.
 */
@Tag("kernels")
class PowerCutIT {
  private static final int CUTS = Integer.getInteger("tcplife.cuts", 2);

  /** Of the default of {@code --sync}, ns. */
  private static final long SYNC = 1_000_000_000L;

  /**
   * What a disk may need for a sync that is under way, and the next one, ns: it is emulated. More
   * on a machine that gets only a part of its time.
   */
  private static final long DISK = 1_500_000_000L;

  /** Of the ledger's lines, ns. */
  private static final long TICK = 100_000_000L;

  /** The recording goes on so long after its first seal, at most, before the cut, ms. */
  private static final int LONGEST = 5_000;

  private static final String TORN = ".* up to the end|has no records";

  /** What {@code generator -r} tells. */
  private static final Pattern LINE =
      Pattern.compile("made ([0-9]+) at ([0-9]+) waiting ([0-9]+)\r?");

  /**
   * A line of the ledger.
   *
   * @param made events so far
   * @param time ns
   * @param waiting bytes of the ring that the recorder had not taken then
   */
  private record Line(long made, long time, long waiting) {
    /** Events that the recorder had taken then, at least. */
    long taken() {
      return made - waiting / StateLayout.SIZE;
    }
  }

  private record Ledger(List<Line> lines) {
    Line last() {
      return lines.get(lines.size() - 1);
    }

    /** How much longer a line took than it was to take. */
    double slowness() {
      return Math.max(1, (double) (last().time - lines.get(0).time) / (lines.size() * TICK));
    }

    /** For how long, in the end, the recorder had had more than so many events, ns at least. */
    long hadMoreThan(long events) {
      return lines.stream()
          .filter(each -> each.taken() > events)
          .findFirst()
          .map(each -> last().time - each.time)
          .orElse(0L);
    }
  }

  private record Kept(long events, boolean torn, long sealed, int cycles) {}

  @Test
  @Timeout(value = 6, unit = TimeUnit.HOURS)
  void whatTheDiskHasIsAPrefixThatLacksNoMoreThanTheSyncInterval() throws Exception {
    long seed = Long.getLong("tcplife.seed", System.nanoTime());
    System.out.println("seed of the cuts: " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < CUTS; i++) {
      double seconds = random.nextInt(LONGEST) / 1000.0;
      Path out =
          Guest.run(
              "busy", Map.of("BOOT_CUT", String.valueOf(seconds)), "generator", "generator.bpf.o");
      Ledger ledger = ledger(Files.readString(out.resolve("console.log")));
      Path capture = out.resolve("cap");
      Verified.assertNotAltered(List.of(), capture);
      Kept kept = prefix(capture);
      assertTrue(kept.sealed() > 0, "the first seal, which the guest saw");
      double lacking = ledger.hadMoreThan(kept.events()) / 1e9;
      double most = (SYNC + DISK * ledger.slowness()) / 1e9;
      System.out.printf(
          "cut %d %.3f s after the first seal: %,d events made, %,d taken, %,d kept, the first that lacks taken"
              + " %.3f s before the end, of at most %.3f%s; sealed: %d of %d%n",
          i + 1,
          seconds,
          ledger.last().made(),
          ledger.last().taken(),
          kept.events(),
          lacking,
          most,
          kept.torn() ? ", then a torn batch" : "",
          kept.sealed(),
          kept.cycles());
      assertTrue(lacking <= most, lacking + " s are lacking, not at most " + most);
    }
  }

  private static Ledger ledger(String console) {
    List<Line> lines = new ArrayList<>();
    // The end of the last line may be missing.
    for (String line : console.substring(0, console.lastIndexOf('\n')).split("\n")) {
      Matcher told = LINE.matcher(line);
      if (told.matches()) {
        lines.add(
            new Line(
                Long.parseLong(told.group(1)),
                Long.parseLong(told.group(2)),
                Long.parseLong(told.group(3))));
      }
    }
    assertTrue(lines.size() > 1, console);
    return new Ledger(lines);
  }

  /** Of the generator's events, each must be there but for an end. */
  private static Kept prefix(Path capture) {
    StateView view = new StateView();
    List<Damage> damages = new ArrayList<>();
    long events = 0;
    try (RecordCursor cursor = Capture.open(capture).records(damages::add)) {
      while (cursor.next()) {
        if (cursor.kind() == RecordHeader.STATE_KIND) {
          view.wrap(cursor.buffer(), cursor.offset());
          if (Generator.index(view) >= 0) {
            assertEquals(events++, Generator.index(view), () -> "events in their order " + damages);
          }
        }
      }
      assertEquals(0, cursor.sequences().missing(), () -> "gaps " + damages);
    }
    // A batch of which the disk had a part, or a cycle of which it had the name.
    assertTrue(damages.size() <= 1, damages::toString);
    damages.forEach(each -> assertTrue(each.what().matches(TORN), each::toString));
    List<Integer> cycles = Capture.open(capture).cycles();
    long sealed = cycles.stream().filter(each -> SealedFile.of(capture, each) != null).count();
    return new Kept(events, !damages.isEmpty(), sealed, cycles.size());
  }
}
