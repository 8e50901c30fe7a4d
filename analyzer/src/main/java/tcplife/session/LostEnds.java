// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.util.ArrayDeque;
import java.util.Deque;
import org.agrona.collections.IntHashSet;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongHashSet;

/**
 * Finds the sessions whose CLOSE was lost: another socket has their addresses and ports, or a
 * complete inventory does not find them. Judged only when a record that stands behind where it
 * belongs cannot come any more: the CLOSE may have been on its way.
 */
final class LostEnds {
  private static final long NO_COOKIE = 0;

  private final Long2ObjectHashMap<Session> open;
  private final Listeners listeners;
  private final Long2LongHashMap byEnds = new Long2LongHashMap(NO_COOKIE);
  private final Deque<Session> replaced = new ArrayDeque<>();
  private final Deque<Session> lost = new ArrayDeque<>();

  /** Cookies of what was open as the inventory began, and was not seen since. */
  private final LongHashSet unseen = new LongHashSet();

  /** The network namespaces that the inventory looked into, as far as there was something in it. */
  private final IntHashSet looked = new IntHashSet();

  private long inventoried = Long.MAX_VALUE;
  private long due = Long.MAX_VALUE;

  /**
   * @param open the sessions that have not ended: those that are lost are taken out of it
   */
  LostEnds(Long2ObjectHashMap<Session> open, Listeners listeners) {
    this.open = open;
    this.listeners = listeners;
  }

  void clear() {
    byEnds.clear();
    replaced.clear();
    lost.clear();
    interrupted();
  }

  /** The recording stopped: what its inventory did not find yet means nothing. */
  void interrupted() {
    unseen.clear();
    looked.clear();
    inventoried = Long.MAX_VALUE;
    due = replaced.isEmpty() ? Long.MAX_VALUE : dueOf(replaced.peek().seenUntil());
  }

  /** A socket is there. */
  void seen(long cookie) {
    if (!unseen.isEmpty()) {
      unseen.remove(cookie);
    }
  }

  /** A socket that is there has both its ends: no other in its network namespace has the same. */
  void connected(Session session, long time) {
    long cookie = session.socket().cookie();
    long before = byEnds.put(session.socket().endsHash(), cookie);
    if (before == NO_COOKIE || before == cookie) {
      return;
    }
    Session other = open.get(before);
    if (other != null && other.socket().hasEndsOf(session.socket())) {
      other.leftOpen(time);
      replaced.add(other);
      due = Math.min(due, dueOf(time));
    }
  }

  void closed(Session session) {
    byEnds.remove(session.socket().endsHash(), session.socket().cookie());
  }

  void inventoryBegins() {
    interrupted();
    open.values().forEach(each -> unseen.add(each.socket().cookie()));
    listeners.all().forEach(each -> unseen.add(each.socket().cookie()));
  }

  /** The inventory found something in a network namespace. */
  void lookedInto(int netns) {
    looked.add(netns);
  }

  void inventoryEnds(long time) {
    inventoried = time;
    due = Math.min(due, dueOf(time));
  }

  /**
   * The next session whose end was lost, with that noted in it; null if there is none yet.
   *
   * @param latest the latest time seen, ns of CLOCK_BOOTTIME; Long.MAX_VALUE: all of the recording
   *     was
   */
  Session poll(long latest, WallClock clock) {
    if (latest >= due) {
      judge(latest, clock);
    }
    return lost.poll();
  }

  private static long dueOf(long time) {
    return time == Long.MAX_VALUE ? time : time + CloseOrder.WINDOW;
  }

  private void judge(long latest, WallClock clock) {
    while (!replaced.isEmpty() && dueOf(replaced.peek().seenUntil()) <= latest) {
      Session session = replaced.poll();
      if (session.isLeftOpen()) {
        take(session, session.seenUntil(), clock);
      }
    }
    if (dueOf(inventoried) <= latest) {
      unseen.forEach(cookie -> judgeUnseen(cookie, clock));
      interrupted();
    }
    due = dueOf(inventoried);
    if (!replaced.isEmpty()) {
      due = Math.min(due, dueOf(replaced.peek().seenUntil()));
    }
  }

  /** Where an inventory found nothing at all, it may not have looked. */
  private void judgeUnseen(long cookie, WallClock clock) {
    Session session = open.get(cookie);
    boolean listens = session == null;
    if (listens) {
      session = listeners.get(cookie);
    }
    if (session == null || !session.isLeftOpen() && !looked.contains(session.socket().netns())) {
      return;
    }
    if (listens) {
      listeners.remove(cookie);
    } else {
      take(session, inventoried, clock);
    }
  }

  private void take(Session session, long time, WallClock clock) {
    open.remove(session.socket().cookie());
    closed(session);
    session.endLost(time, clock);
    lost.add(session);
  }
}
