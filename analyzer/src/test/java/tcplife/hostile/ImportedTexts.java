// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/**
 * Imports texts that were made bad, from a directory of good ones, each named by its format. What
 * is taken nevertheless is a capture like any other.
 */
final class ImportedTexts {
  private static final List<BiConsumer<CaptureBytes, Random>> KINDS =
      List.of(
          ByteMutations::flipBits,
          ByteMutations::cut,
          ByteMutations::splice,
          ByteMutations::drop,
          ByteMutations::overwrite,
          ImportedTexts::changeValues);

  private final BoundedRuns runs;
  private final CaptureBytes texts;
  private final Path directory;
  private final long seed;
  private int taken;

  ImportedTexts(BoundedRuns runs, Path originals, long seed) {
    this.runs = runs;
    this.seed = seed;
    texts = CaptureBytes.of(originals);
    directory = originals.resolveSibling("bad texts");
  }

  private static void changeValues(CaptureBytes texts, Random random) {
    String name = texts.anyName(random);
    String text = new String(texts.files().get(name), StandardCharsets.UTF_8);
    byte[] changed = JsonMutations.change(text, random).getBytes(StandardCharsets.UTF_8);
    texts.files().put(name, changed);
  }

  /** Imports so many. */
  void read(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      // The first numbers of a Random are alike for seeds that are.
      importText(i, new Random(new SplittableRandom(seed << 32 | i).nextLong()));
    }
    System.out.println("Taken: " + taken + " of " + count + " texts is read");
    if (taken == 0 || taken == count) {
      runs.failed("texts", new ReadingCommand(List.of("import")), "all were alike");
    }
  }

  private void importText(int number, Random random) throws Exception {
    CaptureBytes changed = texts.copy();
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      Hostile.any(random, KINDS).accept(changed, random);
    }
    String format = changed.anyName(random);
    Deleted.all(directory);
    Path text = Files.createDirectory(directory).resolve("text");
    Files.write(text, changed.files().get(format));
    String name = "text " + number + " of seed " + seed;
    ReadingCommand command =
        new ReadingCommand(List.of("import", "--format=" + format, "-o", "OUT", "CAP"));
    Path made = directory.resolve("made");
    if (runs.run(name, command, text, made).code() == 0) {
      taken++;
      ReadingCommand reading = Hostile.any(random, ReadingCommand.QUICK);
      runs.run(name, reading, made, directory.resolve("out"));
    }
    runs.isRead(name);
  }
}
