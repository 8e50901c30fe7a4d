// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

/**
 * A time, both ends included.
 *
 * @param from ns, by the same clock as what is held against it
 * @param to ns
 */
public record Window(long from, long to) {
  /** All of time. */
  public static final Window ALL = new Window(Long.MIN_VALUE, Long.MAX_VALUE);

  /** Whether something that lasted from a first moment to a last one was then, or partly. */
  public boolean touches(long first, long last) {
    return first <= to && last >= from;
  }

  /** Whether it was then with all of it. */
  public boolean holds(long first, long last) {
    return first >= from && last <= to;
  }
}
