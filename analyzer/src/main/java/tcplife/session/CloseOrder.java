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
  private int first;
  private int size;

  /** When the first session closed: asked for at each record, and the session lies far off. */
  private long firstClose = Long.MAX_VALUE;

  void add(Session session) {
    if (size == queue.length) {
      grow();
    }
    int at = size;
    while (at > 0 && get(at - 1).life().close() > session.life().close()) {
      queue[slot(at)] = get(at - 1);
      at--;
    }
    queue[slot(at)] = session;
    size++;
    firstClose = get(0).life().close();
  }

  /**
   * The next session in order, or null if an earlier one may yet come.
   *
   * @param latest the latest time seen, ns of CLOCK_BOOTTIME; Long.MAX_VALUE: none comes any more
   */
  Session poll(long latest) {
    if (size == 0 || size < MOST && latest != Long.MAX_VALUE && latest - firstClose < WINDOW) {
      return null;
    }
    Session session = get(0);
    queue[first] = null;
    first = slot(1);
    size--;
    firstClose = size == 0 ? Long.MAX_VALUE : get(0).life().close();
    return session;
  }

  private Session get(int index) {
    return queue[slot(index)];
  }

  private int slot(int index) {
    return first + index & queue.length - 1;
  }

  private void grow() {
    Session[] larger = Arrays.copyOf(queue, queue.length * 2);
    // What had wrapped to the front follows the rest.
    System.arraycopy(queue, 0, larger, queue.length, first);
    queue = larger;
  }
}
