// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;
import tcplife.event.StateView;

/** The listening sockets, as far as they were seen to begin or an inventory found them. */
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

  private final Long2ObjectHashMap<Session> byCookie = new Long2ObjectHashMap<>();
  private final Long2ObjectHashMap<List<Session>> byPort = new Long2ObjectHashMap<>();

  void clear() {
    byCookie.clear();
    byPort.clear();
  }

  /** The listening socket of a cookie, or null. */
  Session get(long cookie) {
    return byCookie.get(cookie);
  }

  /** All of them. */
  Iterable<Session> all() {
    return byCookie.values();
  }

  /** A socket began to listen, or was found to. */
  void add(Session listener) {
    byCookie.put(listener.socket().cookie(), listener);
    TcpSocket socket = listener.socket();
    byPort
        .computeIfAbsent(key(socket.netns(), socket.localPort()), unused -> new ArrayList<>())
        .add(listener);
  }

  /** A socket listens no more. */
  void remove(long cookie) {
    Session listener = byCookie.remove(cookie);
    if (listener != null) {
      long key = key(listener.socket().netns(), listener.socket().localPort());
      List<Session> listeners = byPort.get(key);
      listeners.remove(listener);
      if (listeners.isEmpty()) {
        byPort.remove(key);
      }
    }
  }

  /**
   * The listener that has a socket's address and port: one on just this address before those on
   * every address, as the kernel chooses.
   */
  Match find(StateView event) {
    List<Session> listeners = byPort.get(key(event.netns(), event.localPort()));
    if (listeners == null) {
      return NONE;
    }
    Match exact = find(listeners, event, event.localHead(), event.localTail());
    return exact.isThere() ? exact : find(listeners, event, 0, 0);
  }

  private static Match find(List<Session> listeners, StateView event, long head, long tail) {
    Session found = null;
    for (Session each : listeners) {
      if (each.socket().hasLocal(event.family(), head, tail)) {
        if (found != null && !ofOneProcess(found, each)) {
          return OF_SEVERAL;
        }
        found = each;
      }
    }
    return found == null ? NONE : new Match(found.owners().listener(), true);
  }

  private static boolean ofOneProcess(Session a, Session b) {
    Task first = a.owners().listener();
    Task second = b.owners().listener();
    return first != null && second != null && first.pid() == second.pid();
  }

  private static long key(int netns, int port) {
    return (long) netns << 16 | port;
  }
}
