// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Reads a capture with each of its files cut, at one byte after another. What is read then is a
 * part of what there was, and is not told as the whole.
 */
final class Cuts {
  /** Read at each cut; beside them another of {@link ReadingCommand#QUICK}. */
  private static final List<ReadingCommand> ALWAYS =
      ReadingCommand.QUICK.stream()
          .filter(each -> each.toString().matches("(replay CAP -x --open|events CAP|verify CAP)"))
          .toList();

  private final BoundedRuns runs;
  private final CaptureBytes whole;
  private final Path capture;
  private final Random random;
  private final Map<ReadingCommand, Reading> uncut = new HashMap<>();

  Cuts(BoundedRuns runs, Path original, long seed) throws Exception {
    this.runs = runs;
    whole = CaptureBytes.of(original);
    random = new Random(seed);
    capture = original.resolveSibling("cut").resolve("cap");
    whole.write(capture);
    for (ReadingCommand each : ReadingCommand.QUICK) {
      uncut.put(each, run("not cut", each));
    }
  }

  /** Cuts at each so many bytes, from a place on that chance chooses. */
  void read(int every) throws Exception {
    for (String name : whole.files().keySet()) {
      byte[] bytes = whole.files().get(name);
      Path file = capture.resolve(name);
      for (int at = random.nextInt(every); at < bytes.length; at += every) {
        Files.write(file, Arrays.copyOf(bytes, at));
        readCut(name + " cut at byte " + at);
      }
      Files.write(file, bytes);
    }
  }

  private void readCut(String name) throws Exception {
    for (ReadingCommand each : ALWAYS) {
      check(name, each);
    }
    check(name, Hostile.any(random, ReadingCommand.QUICK));
    runs.isRead(name);
  }

  private void check(String name, ReadingCommand command) throws Exception {
    Reading reading = run(name, command);
    Reading before = uncut.get(command);
    // Cut between two batches it is as a capture that is being recorded, which has no end yet.
    if (!command.follows() && reading.code() == 0 && !reading.text().equals(before.text())) {
      runs.failed(name, command, "does not say that something is missing");
    }
    if (command.toString().equals("events CAP")
        && !isPart(reading.text().lines().iterator(), before.text().lines().iterator())) {
      runs.failed(name, command, "prints what was not recorded: " + reading.text());
    }
  }

  private Reading run(String name, ReadingCommand command) throws Exception {
    Path out = capture.resolveSibling("out");
    Deleted.all(out);
    return runs.run(name, command, capture, out);
  }

  /** Whether all lines of the one are lines of the other, in their order. */
  private static boolean isPart(Iterator<String> lines, Iterator<String> of) {
    while (lines.hasNext()) {
      String line = lines.next();
      boolean found = false;
      while (!found && of.hasNext()) {
        found = of.next().equals(line);
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }
}
