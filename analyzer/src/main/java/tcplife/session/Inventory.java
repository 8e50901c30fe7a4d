// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.util.Arrays;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongHashSet;
import tcplife.event.InventoryRecord;
import tcplife.event.StateView;
import tcplife.event.TcpState;

/** Takes what inventories of a host find: the sockets that were there before they were seen. */
final class Inventory {
  /** That one begins is written behind what closed meanwhile; so many of these are known. */
  private static final int RECENT = 1 << 14;

  private final Long2ObjectHashMap<Session> open;
  private final Listeners listeners;
  private final Processes processes;
  private final LostEnds lostEnds;

  /** Closed since this one began, which may have found them before: none of it revives. */
  private final LongHashSet closed = new LongHashSet();

  /** What closed last, and when, ns of CLOCK_BOOTTIME. */
  private final long[] recentKeys = new long[RECENT];

  private final long[] recentTimes = new long[RECENT];
  private int nextRecent;

  private boolean underWay;
  private boolean complete;

  /**
   * @param open the sessions that have not ended, by {@link Keys}: what is found is added to it
   */
  Inventory(
      Long2ObjectHashMap<Session> open,
      Listeners listeners,
      Processes processes,
      LostEnds lostEnds) {
    this.open = open;
    this.listeners = listeners;
    this.processes = processes;
    this.lostEnds = lostEnds;
  }

  void clear() {
    closed.clear();
    Arrays.fill(recentTimes, Long.MIN_VALUE);
    interrupted();
  }

  /** The recording stopped: of what was there, the next inventory tells. */
  void interrupted() {
    complete = false;
  }

  /** Whether one of this boot is complete. */
  boolean isComplete() {
    return complete;
  }

  /**
   * A socket's end was seen, at a time of CLOCK_BOOTTIME, ns: an inventory that found it before
   * says so later.
   */
  void closed(long key, long time) {
    if (underWay) {
      closed.add(key);
    }
    recentKeys[nextRecent] = key;
    recentTimes[nextRecent] = time;
    nextRecent = (nextRecent + 1) % RECENT;
  }

  /** Takes a socket that was found. */
  void found(StateView event, WallClock clock, RecordedHost host) {
    long key = Keys.of(event.cookie());
    lostEnds.seen(key);
    lostEnds.lookedInto(event.netns());
    Task holder = event.pid() == 0 ? null : Task.of(event, processes.of(event.pid(), event.time()));
    boolean listens = event.newState() == TcpState.LISTEN;
    Session session = listens ? listeners.get(key) : open.get(key);
    if (session != null) {
      session.found(event, clock, holder);
    } else if (!closed.contains(key) && event.newState() != TcpState.CLOSE) {
      session = listens ? new Session(null, false, host) : listeners.sessionOf(event, host);
      session.found(event, clock, holder);
      add(key, session, listens, event.time());
    }
  }

  private void add(long key, Session session, boolean listens, long time) {
    if (listens) {
      listeners.add(session);
    } else {
      open.put(key, session);
      lostEnds.connected(session, time);
    }
  }

  /** Takes note that one begins, or is at its end. */
  void take(InventoryRecord record) {
    underWay = record.phase() == InventoryRecord.BEGIN;
    closed.clear();
    if (underWay) {
      begin(record.time());
    } else if (record.phase() == InventoryRecord.END) {
      complete = true;
      open.values().forEach(this::findListener);
      if (!record.partial()) {
        lostEnds.inventoryEnds(record.time());
      }
    }
  }

  private void begin(long time) {
    lostEnds.inventoryBegins(time);
    for (int i = 0; i < RECENT; i++) {
      if (recentTimes[i] >= time) {
        closed.add(recentKeys[i]);
      }
    }
  }

  /** A connection may have been found before the listener that it came from. */
  private void findListener(Session session) {
    if (session.path().time(0) == StatePath.UNKNOWN && !session.isAccepted()) {
      session.cameFrom(listeners.find(session.socket()));
    }
  }
}
