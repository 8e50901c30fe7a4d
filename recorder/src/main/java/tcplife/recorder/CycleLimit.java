// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.time.Duration;

/** When a cycle is old or big enough to be followed by the next. */
final class CycleLimit {
  private final long bytes;
  private final long nanoseconds;
  private long began;

  CycleLimit(long bytes, Duration age) {
    this.bytes = bytes;
    nanoseconds = age.toNanos();
  }

  /** A new cycle begins now. */
  void restart() {
    began = System.nanoTime();
  }

  boolean reached(long size) {
    return size >= bytes || System.nanoTime() - began >= nanoseconds;
  }
}
