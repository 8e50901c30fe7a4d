// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

/**
 * How much is read behind damage without anything sound being found, in all cycles that are read
 * together: files that were made for it, of false blocks or of holes, would keep a reader busy
 * without end. What is sound lets more be read, so that what was really recorded, and damaged then,
 * is searched to its end.
 */
final class VainReads {
  /** So many bytes in any case: they take about two seconds. */
  private static final long MOST = 1L << 30;

  /** So many more for each byte that is sound. */
  private static final long MORE = 16;

  private long left = MOST;

  /** Counts bytes that were read in vain. */
  void add(long bytes) {
    left -= bytes;
  }

  /** Counts bytes of a file that are sound. */
  void addSound(long bytes) {
    left += MORE * bytes;
  }

  /** Whether nothing more is to be looked for. */
  boolean areTooMany() {
    return left < 0;
  }
}
