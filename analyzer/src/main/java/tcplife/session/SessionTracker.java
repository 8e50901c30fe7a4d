// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;
import tcplife.event.AcceptRecord;
import tcplife.event.InventoryRecord;
import tcplife.event.NameRecord;
import tcplife.event.ProcessRecord;
import tcplife.event.SegmentRecord;
import tcplife.event.StateView;
import tcplife.event.TcpState;

/**
 * Makes sessions of records. These must come in the order in which the ring held them: in the order
 * of their times a socket's transitions may be crossed, since CPUs read their clocks before they
 * reserve.
 *
 * <p>Supports every kernel with the tracepoint and a cookie in it. Before about 6.15 the child of a
 * listener makes its first transition (LISTEN to SYN_RECV) before it has its addresses, under its
 * listener's cookie: known by its remote port, still 0, it keys no session.
 */
final class SessionTracker {
  /** By {@link Keys} of cookies, as all that follow. */
  private final Long2ObjectHashMap<Session> open = new Long2ObjectHashMap<>();

  /**
   * Closed a moment ago, with more to be told: by the peer, before they were accepted; or by a
   * reset, which may be sent just after.
   */
  private final Long2ObjectHashMap<Session> untold = new Long2ObjectHashMap<>();

  private final Listeners listeners = new Listeners();
  private final Processes processes = new Processes();
  private final Tasks tasks = new Tasks(processes);
  private final TcplifeRule tcplife;
  private RecordedHost host;

  private final LostEnds lostEnds = new LostEnds(open, listeners);
  private final Inventory inventory = new Inventory(open, listeners, processes, lostEnds);

  /**
   * @param tcplifePid tcplife's {@code -p}, which makes it forget what other processes did; or
   *     {@link TcplifeRule#ANY_PID}
   */
  SessionTracker(int tcplifePid) {
    tcplife = new TcplifeRule(tcplifePid);
  }

  /** A host, or another boot of it: no socket and no process lives on. */
  void boot(RecordedHost booted) {
    host = booted;
    inventory.clear();
    open.clear();
    lostEnds.clear();
    untold.clear();
    listeners.clear();
    processes.clear();
  }

  /**
   * Another recording of the same boot begins: what is open may end before that sees it.
   *
   * @param time of the last transition before, ns of CLOCK_BOOTTIME
   */
  void gap(long time) {
    inventory.interrupted();
    lostEnds.interrupted();
    // What ended meanwhile, and whose PID is whose now, only the next inventory tells.
    processes.clear();
    open.values().forEach(each -> each.life().leftOpen(time));
    listeners.all().forEach(each -> each.life().leftOpen(time));
  }

  /**
   * The next session that ended, and whose CLOSE was lost; null if there is none yet.
   *
   * @param latest the latest time seen, ns of CLOCK_BOOTTIME; Long.MAX_VALUE: all of the recording
   *     was
   */
  Session lost(long latest, WallClock clock) {
    Session session = lostEnds.poll(latest, clock);
    if (session != null) {
      session.owners().complete(processes);
    }
    return session;
  }

  /** Whether an inventory of this boot is complete. */
  boolean isInventoried() {
    return inventory.isComplete();
  }

  /** The sockets that listen. */
  Iterable<Session> listening() {
    return listeners.all();
  }

  /** The sessions that have not ended. */
  Iterable<Session> open() {
    return open.values();
  }

  /**
   * The sessions that have not ended, as they began, when the recording did; those first that were
   * there before.
   *
   * @param time when the recording ended, ns of CLOCK_BOOTTIME
   * @param clock of the recording host, as it was then
   */
  List<Session> leftOpen(long time, WallClock clock) {
    List<Session> sessions = new ArrayList<>(open.values());
    sessions.sort(
        Comparator.<Session>comparingLong(session -> session.life().opened())
            .thenComparingLong(session -> session.socket().cookie()));
    for (Session session : sessions) {
      session.owners().complete(processes);
      session.life().outlived(time, clock);
    }
    return sessions;
  }

  /**
   * Takes the next transition.
   *
   * @param clock of the recording host, as it was then
   * @return the session that it closed, or null
   */
  Session transition(StateView event, WallClock clock) {
    int oldState = event.oldState();
    int newState = event.newState();
    long key = Keys.of(event.cookie());
    lostEnds.seen(key);
    if (newState == TcpState.LISTEN) {
      listen(event, clock);
      return null;
    }
    if (oldState == TcpState.LISTEN) {
      if (newState == TcpState.CLOSE) {
        listeners.remove(key);
        inventory.closed(key, event.time());
      }
      if (event.remotePort() == 0) {
        return null;
      }
    }
    Session session = open.get(key);
    if (session != null && oldState == TcpState.CLOSE) {
      // The socket is used again: its CLOSE was lost.
      lostEnds.giveUp(session, event.time(), clock);
      session = null;
    }
    if (session == null) {
      session = listeners.sessionOf(event, host);
      open.put(key, session);
    }
    session.transition(event, clock, tasks);
    tcplife.transition(session, event, tasks);
    if (newState == TcpState.ESTABLISHED) {
      lostEnds.connected(session, event.time());
    }
    if (newState != TcpState.CLOSE) {
      return null;
    }
    end(key, session);
    return session;
  }

  private void listen(StateView event, WallClock clock) {
    Session listener = new Session(tasks.of(event), false, host);
    listener.transition(event, clock, tasks);
    listeners.add(listener);
  }

  private void end(long key, Session session) {
    open.remove(key);
    lostEnds.closed(session);
    session.owners().complete(processes);
    inventory.closed(key, session.life().close());
    if (session.owners().isOpenToMore() || session.isResetUnclear()) {
      untold.put(key, session);
    }
  }

  /** Nothing more is to be said of a session that has closed. */
  void settled(Session session) {
    if (!untold.isEmpty()) {
      untold.remove(session.socket().key());
    }
  }

  /** Takes a socket that an inventory found. */
  void found(StateView event, WallClock clock) {
    inventory.found(event, clock, host);
  }

  void inventory(InventoryRecord record) {
    inventory.take(record);
  }

  void accepted(AcceptRecord accept) {
    Session session = find(Keys.of(accept.cookie()));
    if (session != null) {
      session.owners().accepted(Task.of(accept, processes.of(accept.pid(), accept.time())));
    }
  }

  private Session find(long key) {
    return open.getOrDefault(key, untold.get(key));
  }

  void reset(SegmentRecord reset) {
    Session session = find(Keys.of(reset.cookie()));
    if (session != null) {
      session.reset(reset.direction() == SegmentRecord.RECEIVED ? Side.REMOTE : Side.LOCAL);
    }
  }

  void process(ProcessRecord record) {
    processes.take(record);
    if (record.why() == ProcessRecord.FOUND) {
      lostEnds.lookedInto(record.netns());
    }
  }

  void name(NameRecord record) {
    host.take(record);
  }
}
