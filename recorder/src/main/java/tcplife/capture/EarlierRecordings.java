// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tcplife.capture.Manifest.Recording;

/**
 * What a manifest says of the recordings before each, as a SHA-256 that a seal can hold: a limit
 * may have dropped all their cycles, and all seals that told of them.
 */
public final class EarlierRecordings {
  /** By the first cycles of the recordings, as {@link Manifest#byFirstCycle} has them. */
  private final NavigableMap<Integer, String> hashes = new TreeMap<>();

  public EarlierRecordings(Manifest manifest) {
    MessageDigest digest = SealedFile.sha256();
    Map<Recording, String> before = new HashMap<>();
    for (Recording each : manifest.recordings()) {
      before.putIfAbsent(each, hash(digest));
      add(each, digest);
    }
    manifest.byFirstCycle().forEach((first, run) -> hashes.put(first, before.get(run)));
  }

  private static void add(Recording recording, MessageDigest digest) {
    Stream<String> fields =
        Stream.of(
            String.valueOf(recording.firstCycle()),
            recording.started(),
            recording.bootId(),
            recording.kernel(),
            recording.timeZone(),
            recording.tool());
    List<String> texts = Stream.concat(fields, recording.hooks().stream()).toList();
    digest.update(number(texts.size()));
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      digest.update(number(bytes.length));
      digest.update(bytes);
    }
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  /** Of what was added so far. */
  private static String hash(MessageDigest digest) {
    try {
      return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e); // Java's own can
    }
  }

  /**
   * Of those before the recording that a cycle belongs to, hexadecimal; empty if the manifest names
   * none.
   */
  public String before(int cycle) {
    Map.Entry<Integer, String> hash = hashes.floorEntry(cycle);
    return hash == null ? "" : hash.getValue();
  }
}
