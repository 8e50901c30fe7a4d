// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * A JVM of its own that reads hostile captures, so that one which crashes it or fills its memory
 * ends it, and not the tests. Exits 0 if all was well; else says what was not.
 */
final class HostileReader {
  /** Every so many mutations one command that takes long is run too. */
  private static final int SLOW_EVERY = 50;

  private HostileReader() {}

  /**
   * Reads captures.
   *
   * @param arguments {@code all CAPTURE} for every command on one, {@code few CAPTURE} for some,
   *     {@code cuts CAPTURE SEED EVERY} for one that is cut at each so many bytes, {@code texts
   *     DIRECTORY SEED COUNT} for texts to be imported, or {@code mutations RAW SEALED SEED FIRST
   *     COUNT}
   */
  public static void main(String[] arguments) throws Exception {
    BoundedRuns runs = new BoundedRuns(System.out);
    Path place = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "all" -> read(runs, place, ReadingCommand.ALL);
      case "few" -> read(runs, place, ReadingCommand.FEW);
      case "cuts" ->
          new Cuts(runs, place, Long.parseLong(arguments[2])).read(Integer.parseInt(arguments[3]));
      case "texts" ->
          new ImportedTexts(runs, place, Long.parseLong(arguments[2]))
              .read(Integer.parseInt(arguments[3]));
      default -> {
        Mutation mutation =
            new Mutation(CaptureBytes.of(place), CaptureBytes.of(Path.of(arguments[2])));
        int first = Integer.parseInt(arguments[4]);
        int count = Integer.parseInt(arguments[5]);
        for (int i = first; i < first + count; i++) {
          mutated(runs, mutation, Long.parseLong(arguments[3]), i, place.resolveSibling("bad"));
        }
      }
    }
    runs.end();
  }

  private static void read(BoundedRuns runs, Path capture, List<ReadingCommand> commands)
      throws Exception {
    for (ReadingCommand each : commands) {
      runs.run(capture.toString(), each, capture, capture.resolveSibling("out"));
    }
  }

  private static void mutated(
      BoundedRuns runs, Mutation mutation, long seed, int number, Path directory) throws Exception {
    // The first numbers of a Random are alike for seeds that are.
    Random random = new Random(new SplittableRandom(seed << 32 | number).nextLong());
    Deleted.all(directory);
    Path capture = directory.resolve("cap");
    mutation.write(capture, random);
    String name = "mutation " + number + " of seed " + seed;
    List<ReadingCommand> commands = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      commands.add(Hostile.any(random, ReadingCommand.QUICK));
    }
    if (number % SLOW_EVERY == 0) {
      commands.add(Hostile.any(random, ReadingCommand.SLOW));
    }
    for (int i = 0; i < commands.size(); i++) {
      runs.run(name, commands.get(i), capture, directory.resolve("out" + i));
    }
    runs.isRead(name);
  }
}
