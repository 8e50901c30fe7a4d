// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;
import tcplife.event.StateView;

/** The listening sockets whose beginning was recorded, and whose they are. */
final class Listeners {
  /** A listening socket; its address is all zeros where it listens on every one. */
  private record Listener(long cookie, int family, long head, long tail, Task task) {
    boolean isFor(StateView event, long head, long tail) {
      return family == event.family() && this.head == head && this.tail == tail;
    }
  }

  private final Long2ObjectHashMap<List<Listener>> byPort = new Long2ObjectHashMap<>();

  void clear() {
    byPort.clear();
  }

  /** A socket began to listen. */
  void add(StateView event) {
    Listener listener =
        new Listener(
            event.cookie(), event.family(), event.localHead(), event.localTail(), Task.of(event));
    byPort.computeIfAbsent(key(event), unused -> new ArrayList<>()).add(listener);
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
   * Whose listener a socket's address and port have: of one on just this address before those on
   * every address, as the kernel chooses. Null if there is none, or if it may be of several
   * processes.
   */
  Task find(StateView event) {
    List<Listener> listeners = byPort.get(key(event));
    if (listeners == null) {
      return null;
    }
    long head = event.localHead();
    long tail = event.localTail();
    Task found = null;
    boolean onItsAddress = false;
    boolean ofSeveral = false;
    for (Listener each : listeners) {
      if (!onItsAddress && each.isFor(event, head, tail)) {
        onItsAddress = true;
        found = null;
        ofSeveral = false;
      }
      if (onItsAddress ? each.isFor(event, head, tail) : each.isFor(event, 0, 0)) {
        ofSeveral |= found != null && found.pid() != each.task().pid();
        found = each.task();
      }
    }
    return ofSeveral ? null : found;
  }

  private static long key(StateView event) {
    return (long) event.netns() << 16 | event.localPort();
  }
}
