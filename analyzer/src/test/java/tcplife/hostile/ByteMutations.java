// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What damage does to files, whatever they hold. */
final class ByteMutations {
  private ByteMutations() {}

  static void flipBits(CaptureBytes capture, Random random) {
    byte[] bytes = capture.files().get(capture.anyName(random));
    for (int i = 1 + random.nextInt(20); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
  }

  static void cut(CaptureBytes capture, Random random) {
    String name = capture.anyName(random);
    byte[] bytes = capture.files().get(name);
    capture.files().put(name, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
  }

  /** A range of any file comes into the place of a range of any. */
  static void splice(CaptureBytes capture, Random random) {
    byte[] from = capture.files().get(capture.anyName(random));
    int start = random.nextInt(from.length + 1);
    byte[] part = Arrays.copyOfRange(from, start, start + random.nextInt(from.length - start + 1));
    String name = capture.anyName(random);
    byte[] to = capture.files().get(name);
    int at = random.nextInt(to.length + 1);
    int end = random.nextBoolean() ? Math.min(to.length, at + part.length) : at;
    capture.files().put(name, Hostile.splice(to, at, end, part));
  }

  /** Drops a range, so that all behind it moves. */
  static void drop(CaptureBytes capture, Random random) {
    String name = capture.anyName(random);
    byte[] bytes = capture.files().get(name);
    int at = random.nextInt(bytes.length + 1);
    int end = at + random.nextInt(bytes.length - at + 1);
    capture.files().put(name, Hostile.splice(bytes, at, end, new byte[0]));
  }

  static void overwrite(CaptureBytes capture, Random random) {
    byte[] bytes = capture.files().get(capture.anyName(random));
    int at = random.nextInt(bytes.length + 1);
    int end = Math.min(bytes.length, at + random.nextInt(5000));
    switch (random.nextInt(3)) {
      case 0 -> Arrays.fill(bytes, at, end, (byte) 0);
      case 1 -> Arrays.fill(bytes, at, end, (byte) 0xff);
      default -> {
        for (int i = at; i < end; i++) {
          bytes[i] = (byte) random.nextInt();
        }
      }
    }
  }

  /** One file stands in the place of another, or beside it under another cycle's name. */
  static void swap(CaptureBytes capture, Random random) {
    String one = capture.anyName(random);
    String other = capture.anyName(random);
    byte[] bytes = capture.files().get(one);
    capture.files().put(one, capture.files().get(other));
    capture.files().put(other, bytes);
    String extra = "%06d".formatted(random.nextInt(5));
    String form = Hostile.any(random, List.of(".tcap", ".tcap.new", "/0.cq4", "/metadata.cq4t"));
    boolean place = capture.files().keySet().stream().noneMatch(each -> each.startsWith(extra));
    if (place && random.nextBoolean()) {
      capture.files().put(extra + form, bytes.clone());
    }
  }

  static void remove(CaptureBytes capture, Random random) {
    if (capture.files().size() > 1) {
      capture.files().remove(capture.anyName(random));
    }
  }
}
