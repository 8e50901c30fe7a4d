// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.util.Map;
import java.util.TreeMap;

/** The times, ns of CLOCK_BOOTTIME, in which events of a boot were lost. */
final class LossTimes {
  /** Times kept apart; a capture that tells of more has the rest joined to the ones before. */
  private static final int MOST = 10_000;

  /** Ends by beginnings: none touches another. */
  private final TreeMap<Long, Long> times = new TreeMap<>();

  private long openSince = Long.MAX_VALUE;

  /** Events were lost between two moments. */
  void add(long since, long until) {
    long first = Math.min(since, until);
    long last = Math.max(since, until);
    Map.Entry<Long, Long> before = times.floorEntry(first);
    if (before != null && (before.getValue() >= first || times.size() >= MOST)) {
      first = before.getKey();
      last = Math.max(last, before.getValue());
    }
    Map.Entry<Long, Long> next = times.ceilingEntry(first);
    while (next != null && next.getKey() <= last) {
      last = Math.max(last, next.getValue());
      times.remove(next.getKey());
      next = times.ceilingEntry(first);
    }
    times.put(first, last);
  }

  /** From a moment on events may be lost, until {@link #close}. */
  void open(long since) {
    openSince = Math.min(openSince, since);
  }

  boolean isOpen() {
    return openSince != Long.MAX_VALUE;
  }

  /** From a moment on nothing is lost any more. */
  void close(long until) {
    add(openSince, Math.max(openSince, until));
    openSince = Long.MAX_VALUE;
  }

  /** Whether none were lost at any time. */
  boolean areNone() {
    return times.isEmpty() && !isOpen();
  }

  /** Whether events may have been lost at any moment between two. */
  boolean touch(long first, long last) {
    if (isOpen() && last >= openSince) {
      return true;
    }
    Map.Entry<Long, Long> before = times.isEmpty() ? null : times.floorEntry(last);
    return before != null && before.getValue() >= first;
  }
}
