// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import tcplife.capture.Sealing;

/** A capture that was made bad: which one, a seed and a number say. */
final class Mutation {
  private static final List<BiConsumer<CaptureBytes, Random>> KINDS =
      List.of(
          ByteMutations::flipBits,
          ByteMutations::cut,
          ByteMutations::splice,
          ByteMutations::drop,
          ByteMutations::overwrite,
          ByteMutations::swap,
          ByteMutations::remove,
          BatchMutations::change,
          BatchMutations::change,
          BlockMutations::changeBlock,
          BlockMutations::changeSeal,
          JsonMutations::changeManifest);

  private final CaptureBytes raw;
  private final CaptureBytes sealed;

  /**
   * @param raw a capture that is sound
   * @param sealed likewise
   */
  Mutation(CaptureBytes raw, CaptureBytes sealed) {
    this.raw = raw;
    this.sealed = sealed;
  }

  /** Writes the capture that some chances make. */
  void write(Path directory, Random random) throws IOException {
    int what = random.nextInt(16);
    CaptureBytes capture = (what == 0 || random.nextBoolean() ? raw : sealed).copy();
    if (what == 0) {
      BatchMutations.change(capture, random);
      capture.write(directory);
      seal(directory);
    } else if (what == 1) {
      capture.write(directory);
      OddFiles.put(directory, random);
    } else {
      int count = random.nextInt(4) == 0 ? 2 : 1;
      for (int i = 0; i < count; i++) {
        Hostile.any(random, KINDS).accept(capture, random);
      }
      capture.write(directory);
    }
  }

  /** As a recorder would that does not know what it seals. */
  private static void seal(Path capture) {
    try {
      Sealing.seal(capture);
    } catch (AssertionError | RuntimeException e) {
      return; // then it stays as it is
    }
  }
}
