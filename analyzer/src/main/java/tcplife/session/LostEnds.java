// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongHashSet;

/**
 * Finds the sessions whose CLOSE was lost: those that a complete inventory does not find, and those
 * whose socket was used again, or whose addresses and ports another socket has. Two sockets may
 * have the same, if they are bound to different devices: such a session is given up only if nothing
 * more is seen of it until the next inventory, or the end of the recording.
 */
final class LostEnds {
  /** Of the cookie 0: no kernel gives it. */
  private static final long NO_KEY = 0;

  private final Long2ObjectHashMap<Session> open;
  private final Listeners listeners;
  private final Long2LongHashMap byEnds = new Long2LongHashMap(NO_KEY);
  private final Deque<Session> replaced = new ArrayDeque<>();
  private final Deque<Session> lost = new ArrayDeque<>();

  /** Keys of what was open as the inventory began, and was not seen since. */
  private final LongHashSet unseen = new LongHashSet();

  /** The network namespaces that the inventory looked into, as far as there was something in it. */
  private final LongHashSet looked = new LongHashSet();

  private long inventoried = Long.MAX_VALUE;

  /**
   * @param open the sessions that have not ended, by {@link Keys}: those that are lost are taken
   *     out of it
   */
  LostEnds(Long2ObjectHashMap<Session> open, Listeners listeners) {
    this.open = open;
    this.listeners = listeners;
  }

  void clear() {
    byEnds.clear();
    lost.clear();
    interrupted();
  }

  /** The recording stopped: what its inventory did not find yet means nothing. */
  void interrupted() {
    replaced.clear();
    unseen.clear();
    looked.clear();
    inventoried = Long.MAX_VALUE;
  }

  /** A socket is there. */
  void seen(long key) {
    if (!unseen.isEmpty()) {
      unseen.remove(key);
    }
  }

  /** A socket that is there has both its ends. */
  void connected(Session session, long time) {
    long key = session.socket().key();
    if (key == NO_KEY) {
      return;
    }
    long before = byEnds.put(session.socket().endsHash(), key);
    if (before == NO_KEY || before == key) {
      return;
    }
    Session other = open.get(before);
    if (other != null && other.socket().hasEndsOf(session.socket())) {
      other.life().leftOpen(time);
      replaced.add(other);
    }
  }

  void closed(Session session) {
    byEnds.remove(session.socket().endsHash(), session.socket().key());
  }

  /**
   * An inventory began at a time, ns of CLOCK_BOOTTIME. It is recorded later: of what was seen
   * since then it may tell nothing, and that is no sign.
   */
  void inventoryBegins(long time) {
    interrupted();
    open.values().forEach(each -> expect(each, time));
    listeners.all().forEach(each -> expect(each, time));
  }

  private void expect(Session session, long since) {
    if (session.life().close() < since) {
      unseen.add(session.socket().key());
    }
  }

  /** The inventory found something in a network namespace. */
  void lookedInto(int netns) {
    looked.add(Keys.of(netns));
  }

  /** The inventory is complete: what it did not find, as far as it looked, is gone. */
  void inventoryEnds(long time) {
    inventoried = time;
  }

  /**
   * The next session whose end was lost, with that noted in it; null if there is none yet.
   *
   * @param latest the latest time seen, ns of CLOCK_BOOTTIME; Long.MAX_VALUE: all of the recording
   *     was
   */
  Session poll(long latest, WallClock clock) {
    if (latest == Long.MAX_VALUE || latest - CloseOrder.WINDOW >= inventoried) {
      judge(clock);
    }
    return lost.poll();
  }

  private void judge(WallClock clock) {
    for (Session session : replaced) {
      if (session.life().isLeftOpen()) {
        giveUp(session, session.life().seenUntil(), clock);
      }
    }
    if (inventoried != Long.MAX_VALUE) {
      List<Session> left = new ArrayList<>();
      unseen.forEach(key -> left.add(open.containsKey(key) ? open.get(key) : listeners.get(key)));
      // The keys are in another order in each process.
      left.stream()
          .filter(Objects::nonNull)
          .sorted(Comparator.comparingLong(each -> each.socket().cookie()))
          .forEach(each -> judgeUnseen(each, clock));
    }
    interrupted();
  }

  /** Where an inventory found nothing at all, it may not have looked. */
  private void judgeUnseen(Session session, WallClock clock) {
    long key = session.socket().key();
    if (!session.life().isLeftOpen() && !looked.contains(Keys.of(session.socket().netns()))) {
      return;
    }
    if (open.get(key) == session) {
      giveUp(session, inventoried, clock);
    } else {
      listeners.remove(key);
    }
  }

  /** It is gone by a time, ns of CLOCK_BOOTTIME, and its CLOSE was not seen. */
  void giveUp(Session session, long time, WallClock clock) {
    if (open.remove(session.socket().key(), session)) {
      closed(session);
      session.endLost(time, clock);
      lost.add(session);
    }
  }
}
