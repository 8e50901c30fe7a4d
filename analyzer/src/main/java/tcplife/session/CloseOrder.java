// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.util.Arrays;

/**
 * Puts closed sessions in the order of their close times. They come nearly so: a session waits here
 * until times beyond {@link #WINDOW} behind its own were seen, or {@link #MOST} wait, and moves few
 * places.
 */
final class CloseOrder {
  /** ns; the largest inversion measured was 0.4 ms, and a CPU that is taken away adds to it. */
  static final long WINDOW = 1_000_000_000L;

  /** Where 40,000 sessions close a second, these are a tenth of one; more only fill caches. */
  private static final int MOST = 4096;

  private Session[] queue = new Session[1024];

  /** When each of them closed: the sessions themselves lie far off, and are better left there. */
  private long[] closes = new long[queue.length];

  private int first;
  private int size;

  void add(Session session) {
    if (size == queue.length) {
      grow();
    }
    long close = session.life().close();
    int at = size;
    while (at > 0 && closes[slot(at - 1)] > close) {
      move(slot(at - 1), slot(at));
      at--;
    }
    queue[slot(at)] = session;
    closes[slot(at)] = close;
    size++;
  }

  private void move(int from, int to) {
    queue[to] = queue[from];
    closes[to] = closes[from];
  }

  /**
   * The next session in order, or null if an earlier one may yet come.
   *
   * @param latest the latest time seen, ns of CLOCK_BOOTTIME; Long.MAX_VALUE: none comes any more
   */
  Session poll(long latest) {
    if (size == 0 || size < MOST && latest != Long.MAX_VALUE && latest - closes[first] < WINDOW) {
      return null;
    }
    Session session = queue[first];
    queue[first] = null;
    first = slot(1);
    size--;
    return session;
  }

  private int slot(int index) {
    return first + index & queue.length - 1;
  }

  /** What had wrapped to the front follows the rest. */
  private void grow() {
    int half = queue.length;
    queue = Arrays.copyOf(queue, half * 2);
    closes = Arrays.copyOf(closes, half * 2);
    for (int i = 0; i < first; i++) {
      move(i, half + i);
    }
  }
}
