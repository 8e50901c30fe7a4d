// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;

/** Seals captures that were made up, as a recorder does. */
public final class Seals {
  private Seals() {}

  /**
   * Seals all cycles of a capture that are not yet, as their own recorder does.
   *
   * @param key to sign with, or null
   * @param oldest the lowest number of a cycle that is kept: what is below is dropped
   */
  public static void seal(Path capture, SigningKey key, int oldest) {
    CycleSealer sealer = Sealing.sealer(capture, key, oldest);
    Sealing.continueAfterLast(sealer, capture);
    try {
      for (int cycle : CycleFiles.in(capture)) {
        sealer.seal(cycle);
      }
    } catch (IOException | BlockException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Seals what an earlier recorder left, which may be damaged.
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

  /** Cuts the signature off a sealed cycle. */
  public static void unsign(Path capture, int cycle) throws IOException {
    SealedFile sealed = SealedFile.of(capture, cycle);
    Files.write(sealed.file(), unsigned(sealed));
  }

  private static byte[] unsigned(SealedFile sealed) throws IOException {
    int text = sealed.text().getBytes(StandardCharsets.UTF_8).length;
    int end = (int) sealed.sealOffset() + SealedLayout.TEXT_HEADER + text;
    return Arrays.copyOf(Files.readAllBytes(sealed.file()), end);
  }

  /** Puts a signature of a text into the place of a sealed cycle's own. */
  public static void sign(Path capture, int cycle, SigningKey key, String text) throws IOException {
    SealedFile sealed = SealedFile.of(capture, cycle);
    byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
    byte[] unsigned = unsigned(sealed);
    int length = unsigned.length + SealedLayout.TEXT_HEADER + signature.length;
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(unsigned).putInt(SealedLayout.SIGNATURE_MAGIC).putInt(signature.length);
    bytes.putInt(SealedEnd.crc(signature)).put(signature);
    Files.write(sealed.file(), bytes.array());
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
