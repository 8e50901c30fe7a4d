// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.util.Arrays;
import tcplife.event.TcpState;

/** The states that a socket went through, and when it entered each. */
public final class StatePath {
  /** A time that is not known: of what happened before the recording, or was lost. */
  public static final long UNKNOWN = 0;

  /** Longer than any way through RFC 9293's diagram; beyond, the last state is written over. */
  private static final int MOST = 16;

  private long states;
  private int length;
  private long[] times = new long[6];

  void add(int state, long time) {
    if (length < MOST) {
      length++;
    }
    if (length > times.length) {
      times = Arrays.copyOf(times, MOST);
    }
    int shift = 4 * (length - 1);
    states = states & ~(0xfL << shift) | (state & 0xfL) << shift;
    times[length - 1] = time;
  }

  /** How many states; at most 16. */
  public int length() {
    return length;
  }

  /** A number of {@link TcpState}; index from 0. */
  public int state(int index) {
    return (int) (states >>> 4 * index) & 0xf;
  }

  /** When it entered that state, ns of CLOCK_BOOTTIME, or {@link #UNKNOWN}. */
  public long time(int index) {
    return times[index];
  }

  /** The state it is in; 0 before the first. */
  public int last() {
    return length == 0 ? 0 : state(length - 1);
  }

  /** The state before the last; 0 if there is none. */
  public int beforeLast() {
    return length < 2 ? 0 : state(length - 2);
  }

  /** Where in the path a state is first; -1 if it is not. */
  public int indexOf(int state) {
    for (int i = 0; i < length; i++) {
      if (state(i) == state) {
        return i;
      }
    }
    return -1;
  }

  public boolean has(int state) {
    return indexOf(state) >= 0;
  }

  /** When it first entered a state; {@link #UNKNOWN} also if it never did. */
  public long entered(int state) {
    int index = indexOf(state);
    return index < 0 ? UNKNOWN : times[index];
  }

  /** How long it was in the state at an index, ns, never negative; -1 if that is not known. */
  public long duration(int index) {
    return index + 1 >= length || times[index] == UNKNOWN || times[index + 1] == UNKNOWN
        ? -1
        : Math.max(0, times[index + 1] - times[index]);
  }
}
