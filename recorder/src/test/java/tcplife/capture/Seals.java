// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Seals captures that were made up, as a recorder seals what one before it left. */
public final class Seals {
  private Seals() {}

  /**
   * Seals all cycles of a capture that are not yet.
   *
   * @param key to sign with, or null
   * @param oldest the lowest number of a cycle that is kept: what is below is dropped
   */
  public static void seal(Path capture, SigningKey key, int oldest) {
    List<String> said = new ArrayList<>();
    try (CaptureDirectory directory =
            CaptureDirectory.prepare(capture, Files::createDirectory, true);
        Sealer sealer = new Sealer(directory, key, () -> oldest, () -> {}, said::add)) {
      sealer.begin();
      sealer.finish(() -> false);
    }
    assertTrue(said.stream().allMatch(each -> each.endsWith("is sealed now")), said::toString);
  }
}
