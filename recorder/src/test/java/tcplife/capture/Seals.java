// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

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
    List<String> said = sealWhatCanBe(capture, key, () -> oldest);
    assertTrue(said.stream().allMatch(each -> each.endsWith("is sealed now")), said::toString);
  }

  /**
   * The same, of cycles that may be damaged.
   *
   * @return what was told
   */
  public static List<String> sealWhatCanBe(Path capture, SigningKey key, IntSupplier oldest) {
    List<String> said = new ArrayList<>();
    try (CaptureDirectory directory =
            CaptureDirectory.prepare(capture, Files::createDirectory, true);
        Sealer sealer = new Sealer(directory, key, oldest, () -> {}, said::add)) {
      sealer.begin(() -> true);
      sealer.finish(() -> false);
    }
    return said;
  }

  /**
   * Damages a cycle that is not sealed, in its last batch.
   *
   * @return its file's bytes as they were
   */
  public static byte[] damage(Path cycle) throws IOException {
    Path file = CycleFiles.queueFile(cycle.getParent(), CycleFiles.number(cycle));
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int batch = text.lastIndexOf("TCPB");
    byte[] damaged = bytes.clone();
    damaged[batch + BatchLayout.HEADER_SIZE] ^= 1;
    Files.write(file, damaged);
    return bytes;
  }

  /** Puts bytes into the file of a cycle that is not sealed. */
  public static void write(Path cycle, byte[] bytes) throws IOException {
    Files.write(CycleFiles.queueFile(cycle.getParent(), CycleFiles.number(cycle)), bytes);
  }
}
