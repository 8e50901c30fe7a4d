// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;
import tcplife.event.StateView;

/**
 * The listening sockets whose beginning was recorded or that an inventory found, and whose they
 * are.
 */
final class Listeners {
  /**
   * What is known of the listener that a socket came from.
   *
   * @param task whose it is; null if that is not known, or may be several processes'
   * @param isThere whether there is one
   */
  record Match(Task task, boolean isThere) {}

  private static final Match NONE = new Match(null, false);
  private static final Match OF_SEVERAL = new Match(null, true);

  /** A listening socket; its address is all zeros where it listens on every one. */
  private record Listener(long cookie, int family, long head, long tail, Match match) {
    boolean isFor(StateView event, long head, long tail) {
      return family == event.family() && this.head == head && this.tail == tail;
    }
  }

  private final Long2ObjectHashMap<List<Listener>> byPort = new Long2ObjectHashMap<>();

  void clear() {
    byPort.clear();
  }

  /** A socket began to listen, or was found to; by the same cookie it is known once. */
  void add(StateView event, Task task) {
    List<Listener> listeners = byPort.computeIfAbsent(key(event), unused -> new ArrayList<>());
    if (listeners.stream().noneMatch(each -> each.cookie() == event.cookie())) {
      Match match = new Match(task, true);
      listeners.add(
          new Listener(
              event.cookie(), event.family(), event.localHead(), event.localTail(), match));
    }
  }

  /** A socket listens no more. */
  void remove(StateView event) {
    List<Listener> listeners = byPort.get(key(event));
    if (listeners != null) {
      listeners.removeIf(each -> each.cookie() == event.cookie());
      if (listeners.isEmpty()) {
        byPort.remove(key(event));
      }
    }
  }

  /**
   * The listener that has a socket's address and port: one on just this address before those on
   * every address, as the kernel chooses.
   */
  Match find(StateView event) {
    List<Listener> listeners = byPort.get(key(event));
    if (listeners == null) {
      return NONE;
    }
    Match exact = find(listeners, event, event.localHead(), event.localTail());
    return exact.isThere() ? exact : find(listeners, event, 0, 0);
  }

  private static Match find(List<Listener> listeners, StateView event, long head, long tail) {
    Match found = NONE;
    for (Listener each : listeners) {
      if (each.isFor(event, head, tail)) {
        found = found.isThere() && !ofOneProcess(found, each.match()) ? OF_SEVERAL : each.match();
      }
    }
    return found;
  }

  private static boolean ofOneProcess(Match a, Match b) {
    return a.task() != null && b.task() != null && a.task().pid() == b.task().pid();
  }

  private static long key(StateView event) {
    return (long) event.netns() << 16 | event.localPort();
  }
}
