// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import org.agrona.collections.Long2ObjectHashMap;
import tcplife.event.StateView;
import tcplife.event.TcpState;

/**
 * Makes sessions of transitions. These must come in the order in which the ring held them: in the
 * order of their times a socket's transitions may be crossed, since CPUs read their clocks before
 * they reserve.
 *
 * <p>Supports every kernel with the tracepoint and a cookie in it. Before about 6.15 the child of a
 * listener makes its first transition (LISTEN to SYN_RECV) before it has its addresses, under its
 * listener's cookie: known by its remote port, still 0, it keys no session.
 */
final class SessionTracker {
  /** For {@link #SessionTracker}: sessions of any process. */
  static final int ANY_PID = 0;

  private final Long2ObjectHashMap<Session> open = new Long2ObjectHashMap<>();
  private final Listeners listeners = new Listeners();
  private final Tasks tasks = new Tasks();
  private final int tcplifePid;

  /**
   * @param tcplifePid tcplife's {@code -p}, which makes it forget what other processes did
   */
  SessionTracker(int tcplifePid) {
    this.tcplifePid = tcplifePid;
  }

  /** Another boot: no socket lives on. */
  void reboot() {
    open.clear();
    listeners.clear();
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
    if (newState == TcpState.LISTEN) {
      listeners.add(event);
      return null;
    }
    if (oldState == TcpState.LISTEN) {
      if (newState == TcpState.CLOSE) {
        listeners.remove(event);
      }
      if (event.remotePort() == 0) {
        return null;
      }
    }
    Session session = open.get(event.cookie());
    if (newState < TcpState.FIN_WAIT1) {
      if (session == null) {
        session = new Session(listeners.find(event));
        open.put(event.cookie(), session);
      }
      session.born(event.time());
    }
    if (session == null) {
      return null;
    }
    session.observe(event, tasks);
    identify(session, event);
    if (newState != TcpState.CLOSE) {
      return null;
    }
    open.remove(event.cookie());
    session.finish(event, clock);
    return session;
  }

  /** As tcplife does: at SYN_SENT and LAST_ACK, else, if nothing is known yet, at CLOSE. */
  private void identify(Session session, StateView event) {
    boolean cached = event.newState() == TcpState.SYN_SENT || event.newState() == TcpState.LAST_ACK;
    boolean last = event.newState() == TcpState.CLOSE && !session.isIdentified();
    if (last || cached && (tcplifePid == ANY_PID || event.pid() == tcplifePid)) {
      session.identify(tasks.of(event));
    }
  }
}
