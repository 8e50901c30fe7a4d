// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/** The file of a sealed cycle, looked at from its end: its seal, without its batches. */
public final class SealedFile {
  /** In chunks of just zeros, bytes: zstd leaves no such chunk, but a sparse file may have many. */
  private static final int MOST_ZEROS = 256 << 10;

  /** A chunk, to compare with: as much is read at once when a file is hashed. */
  private static final ByteBuffer ZEROS = ByteBuffer.allocate(64 << 10).asReadOnlyBuffer();

  private final Path file;
  private final SealedEnd end;

  /** Of its text; null as long as that is there. */
  private final String hash;

  /** Whether the signature is of the text; null likewise. */
  private final Boolean good;

  private SealedFile(Path file, SealedEnd end, String hash, Boolean good) {
    this.file = file;
    this.end = end;
    this.hash = hash;
    this.good = good;
  }

  /**
   * Reads the seal of a cycle.
   *
   * @return null if the cycle has no such file
   * @throws CaptureException if the file cannot be read, or no sound seal is at its end
   */
  public static SealedFile of(Path capture, int cycle) {
    Path file = CycleFiles.sealed(capture, cycle);
    if (!RegularFile.is(file)) {
      return null;
    }
    try (FileChannel channel = RegularFile.open(file)) {
      SealedEnd end = SealedEnd.last(channel);
      if (end == null) {
        throw new CaptureException(file + ": no seal at its end");
      }
      return new SealedFile(file, end, null, null);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new CaptureException(file + ": cannot be read: " + Reason.of(e), e);
    }
  }

  /**
   * The last sealed cycle of which the seal can be read, and is its own.
   *
   * @param id the capture's
   * @param cycles oldest first
   * @param problems told of those that cannot, or are another's
   * @return null if there is none
   */
  static SealedFile last(Path capture, String id, List<Integer> cycles, Consumer<String> problems) {
    for (int i = cycles.size() - 1; i >= 0; i--) {
      try {
        SealedFile sealed = of(capture, cycles.get(i));
        if (sealed != null && sealed.isOf(id, cycles.get(i))) {
          return sealed;
        } else if (sealed != null) {
          problems.accept(sealed.file + ": its seal is of another cycle or capture");
        }
      } catch (CaptureException e) {
        problems.accept(e.getMessage());
      }
    }
    return null;
  }

  /** Whether a number is of no cycle, as its seal says. */
  static boolean isOfNone(Path capture, int cycle) {
    try {
      SealedFile sealed = of(capture, cycle);
      return sealed != null && sealed.seal().isOfNone();
    } catch (CaptureException e) {
      return false;
    }
  }

  /**
   * The same without its text, nor the texts and lists of the seal that may be long: for those who
   * keep very many, which strangers may have made.
   */
  public SealedFile brief() {
    boolean known = isSignatureGood();
    byte[] signature = known || !isSigned() ? end.signature() : new byte[1];
    SealedEnd brief =
        new SealedEnd(end.start(), new byte[0], end.seal().brief(), signature, end.behind());
    return new SealedFile(file, brief, hash(), known);
  }

  public Path file() {
    return file;
  }

  public Seal seal() {
    return end.seal();
  }

  /** The seal's text as it is in the file. */
  public String text() {
    return new String(end.text(), StandardCharsets.UTF_8);
  }

  /** SHA-256 of the text, hexadecimal: as the next seal has it, and the capture's root if last. */
  public String hash() {
    return hash != null ? hash : HexFormat.of().formatHex(sha256().digest(end.text()));
  }

  /** Bytes of the file before the seal: what {@link Seal#content} is about. */
  public long sealOffset() {
    return end.start();
  }

  /** Whether the file holds what was sealed; reads it all. */
  public boolean isAsSealed() throws IOException {
    return end.start() == seal().contentBytes() && seal().content().equals(contentHash());
  }

  /**
   * SHA-256 of what is before the seal, hexadecimal; reads it all. Null if so many zeros are in it
   * as are in no sealed cycle.
   */
  public String contentHash() throws IOException {
    MessageDigest digest = sha256();
    ByteBuffer bytes = ByteBuffer.allocate(ZEROS.capacity());
    long blank = 0;
    try (FileChannel channel = RegularFile.open(file)) {
      for (long at = 0; at < end.start(); ) {
        bytes.clear().limit((int) Math.min(bytes.capacity(), end.start() - at));
        int count = channel.read(bytes, at);
        if (count < 0) {
          break;
        }
        bytes.flip();
        blank += bytes.equals(ZEROS.slice(0, count)) ? count : 0;
        if (blank > MOST_ZEROS) {
          return null;
        }
        digest.update(bytes);
        at += count;
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  public boolean isSigned() {
    return end.signature().length > 0;
  }

  /** The key that the signature is said to be of: X.509 SubjectPublicKeyInfo, DER, as base64. */
  public String publicKey() {
    return Signatures.publicKey(end.signature());
  }

  /** Whether the seal is of a cycle of a capture: else the file was put into its place. */
  boolean isOf(String id, int cycle) {
    return seal().cycle() == cycle && seal().capture().equals(id);
  }

  /** Whether whoever has a key made the seal; without a key, anybody may have. */
  boolean isOf(SigningKey key) {
    return key == null || isSigned() && isSignatureGood() && publicKey().equals(key.publicKey());
  }

  /** Whether the signature is of that key and of this seal's text. */
  public boolean isSignatureGood() {
    return good != null ? good : Signatures.isGood(end.text(), end.signature());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
