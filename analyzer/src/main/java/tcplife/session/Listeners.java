// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.agrona.collections.Long2ObjectHashMap;
import tcplife.event.StateView;
import tcplife.event.TcpState;

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

  /**
   * More listeners at one address (SO_REUSEPORT) are not looked at each: they count as several's.
   */
  private static final int MOST = 256;

  /** Where listeners are. */
  private record Place(int netns, int family, long head, long tail, int port) {
    static Place of(TcpSocket socket) {
      return new Place(
          socket.netns(),
          socket.family(),
          socket.localHead(),
          socket.localTail(),
          socket.localPort());
    }

    Place onEveryAddress() {
      return new Place(netns, family, 0, 0, port);
    }

    /** As a record's own, which takes a tenth of a replay's time. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Place place
          && port == place.port
          && tail == place.tail
          && head == place.head
          && netns == place.netns
          && family == place.family;
    }

    @Override
    public int hashCode() {
      return (int) Keys.mix(Keys.mix(head ^ tail, port), (long) netns << 32 | family);
    }
  }

  private final Long2ObjectHashMap<Session> byKey = new Long2ObjectHashMap<>();
  private final Map<Place, Set<Session>> byPlace = new HashMap<>();

  void clear() {
    byKey.clear();
    byPlace.clear();
  }

  /** The listening socket of a cookie's key, or null. */
  Session get(long key) {
    return byKey.get(key);
  }

  /** All of them. */
  Iterable<Session> all() {
    return byKey.values();
  }

  /** A socket began to listen, or was found to. */
  void add(Session listener) {
    // One that listened before under the same cookie has stopped, unseen.
    remove(listener.socket().key());
    byKey.put(listener.socket().key(), listener);
    byPlace
        .computeIfAbsent(Place.of(listener.socket()), unused -> new LinkedHashSet<>())
        .add(listener);
  }

  /** A socket listens no more. */
  void remove(long key) {
    Session listener = byKey.remove(key);
    if (listener != null) {
      Place place = Place.of(listener.socket());
      Set<Session> listeners = byPlace.get(place);
      listeners.remove(listener);
      if (listeners.isEmpty()) {
        byPlace.remove(place);
      }
    }
  }

  /**
   * The listener that has a socket's address and port: one on just this address before those on
   * every address, as the kernel chooses. What connects comes from none.
   */
  Match find(StateView event) {
    if (byPlace.isEmpty() || event.newState() == TcpState.SYN_SENT) {
      return NONE;
    }
    return find(
        new Place(
            event.netns(),
            event.family(),
            event.localHead(),
            event.localTail(),
            event.localPort()));
  }

  /** The same for a socket that is there. */
  Match find(TcpSocket socket) {
    return find(Place.of(socket));
  }

  /** A session that begins, with what is known of the listener that it came from. */
  Session sessionOf(StateView event, RecordedHost host) {
    Match listener = find(event);
    return new Session(listener.task(), listener.isThere(), host);
  }

  private Match find(Place place) {
    Match exact = findAt(place);
    return exact.isThere() ? exact : findAt(place.onEveryAddress());
  }

  private Match findAt(Place place) {
    Set<Session> listeners = byPlace.get(place);
    if (listeners == null) {
      return NONE;
    }
    if (listeners.size() > MOST) {
      return OF_SEVERAL;
    }
    Session found = null;
    for (Session each : listeners) {
      if (found != null && !ofOneProcess(found, each)) {
        return OF_SEVERAL;
      }
      found = each;
    }
    return new Match(found.owners().listener(), true);
  }

  private static boolean ofOneProcess(Session a, Session b) {
    Task first = a.owners().listener();
    Task second = b.owners().listener();
    return first != null && second != null && first.pid() == second.pid();
  }
}
