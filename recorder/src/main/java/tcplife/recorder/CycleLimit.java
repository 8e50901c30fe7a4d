// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.time.Duration;

/** When a cycle is old or big enough to be followed by the next. */
final class CycleLimit {
  /** A smaller one is not ended at once, bytes: its inventory would be most of it. */
  private static final long WORTH_IT = 1 << 20;

  private final long mostBytes;
  private final long nanoseconds;
  private long bytes;
  private long began;

  CycleLimit(long bytes, Duration age) {
    mostBytes = bytes;
    nanoseconds = age.toNanos();
  }

  /**
   * A new cycle begins now.
   *
   * @param share how large it may become, bytes, if that is less than others may
   */
  void restart(long share) {
    bytes = Math.min(mostBytes, share);
    began = System.nanoTime();
  }

  /** How large the present cycle becomes, bytes. */
  long bytes() {
    return bytes;
  }

  /** Asked each second. */
  boolean reached(long size) {
    return size >= bytes || System.nanoTime() - began >= nanoseconds;
  }

  /** Asked after each batch. */
  boolean exceeded(long size) {
    return size >= Math.max(bytes, WORTH_IT);
  }
}
