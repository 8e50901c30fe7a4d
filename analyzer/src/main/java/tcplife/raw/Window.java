// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

/**
 * A time, both ends included.
 *
 * @param from ns, by the same clock as what is held against it
 * @param to ns
 */
record Window(long from, long to) {
  /** All of time. */
  static final Window ALL = new Window(Long.MIN_VALUE, Long.MAX_VALUE);

  /** Whether something that lasted from a first moment to a last one was then, or partly. */
  boolean touches(long first, long last) {
    return first <= to && last >= from;
  }
}
