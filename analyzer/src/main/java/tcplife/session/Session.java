// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import tcplife.event.StateLayout;
import tcplife.event.StateView;
import tcplife.event.TcpState;

/**
 * A TCP session as one socket saw it: while it is open, what its transitions told so far; and when
 * it is closed, all of it. Two ends on one host are two sessions.
 */
public final class Session {
  private final TcpSocket socket = new TcpSocket();
  private final Counters counters = new Counters();
  private final StatePath path = new StatePath();
  private final Lifetime life = new Lifetime(path);
  private final Owners owners;
  private final RecordedHost host;
  private boolean accepted;
  private Task tcplifeIdentity;
  private Side resetBy;
  private boolean lostTransition;
  private boolean inLoss;
  private boolean counted;
  private boolean mptcp;
  private int flags;
  private int error;

  /**
   * @param listener whose listener its port had as it began, or null
   * @param accepted whether a listener's address and port are its own: the peer connected
   */
  Session(Task listener, boolean accepted, RecordedHost host) {
    owners = new Owners(listener);
    this.accepted = accepted;
    this.host = host;
  }

  /** Takes its next transition, in the order of the ring. */
  void transition(StateView event, WallClock clock, Tasks tasks) {
    int oldState = event.oldState();
    if (path.length() == 0) {
      begin(event, clock);
    } else if (path.last() != oldState) {
      lostTransition = true;
      path.add(oldState, StatePath.UNKNOWN);
    }
    path.add(event.newState(), event.time());
    owners.transition(event, tasks);
    keep(event);
    life.transition(event.time(), clock);
  }

  private void begin(StateView event, WallClock clock) {
    if (event.oldState() == TcpState.CLOSE || event.oldState() == TcpState.LISTEN) {
      life.begin(clock.wall(event.time()));
    } else {
      path.add(event.oldState(), StatePath.UNKNOWN);
    }
  }

  /** Before it is established a socket that connects has no port; after, nothing changes. */
  private void keep(StateView event) {
    if (event.newState() == TcpState.CLOSE
        || event.newState() == TcpState.ESTABLISHED
        || path.length() <= 2) {
      socket.set(event);
    }
    if (event.hasCounters()) {
      counters.set(event);
      counted = true;
    }
    error = event.error();
    flags = event.socket();
    if (event.newState() != TcpState.CLOSE) {
      // What a child inherits, or a client offers, is settled by the handshake.
      mptcp = hasFlags() && (flags & StateLayout.MPTCP) != 0;
    }
  }

  /**
   * The kernel ends a socket in FIN_WAIT2 when the peer's FIN has come, or when no process has it
   * open: tcp_time_wait in tcp_rcv_state_process and tcp_close. Else its owner aborted it.
   */
  private boolean isOrdered() {
    return !hasFlags() || (flags & (StateLayout.ORPHAN | StateLayout.FIN_RECEIVED)) != 0;
  }

  /** Whether the flags of its socket are known; of what was imported they may not be. */
  private boolean hasFlags() {
    return flags != StateView.UNKNOWN_SOCKET;
  }

  /** A listener was found that has its address and port. */
  void cameFrom(Listeners.Match listener) {
    accepted = listener.isThere();
    owners.cameFrom(listener.task());
  }

  /** An inventory found it. What it finds again tells only who holds it. */
  void found(StateView event, WallClock clock, Task holder) {
    if (path.length() == 0) {
      path.add(event.newState(), StatePath.UNKNOWN);
      keep(event);
      life.found(event.time(), clock);
    }
    life.seen();
    if (holder != null) {
      owners.heldBy(holder);
    }
  }

  /**
   * It is gone, and its CLOSE was not seen.
   *
   * @param latest when it was gone for certain, ns of CLOCK_BOOTTIME
   */
  void endLost(long latest, WallClock clock) {
    lostTransition = true;
    life.endLost(latest, clock);
  }

  /** Events were lost while it was open, or may have been. */
  void possiblyLost() {
    inLoss = true;
  }

  /** Takes a transition as tcplife does for its PID and COMM. */
  void identify(Task task) {
    tcplifeIdentity = task;
  }

  /**
   * A reset was sent, or received. The last one counts: before the kernel sends one for data that a
   * closed socket cannot take, it says that it received one (tcp_reset).
   */
  void reset(Side by) {
    resetBy = by;
  }

  /** Whether a reset that is sent yet would tell who ended it. */
  boolean isResetUnclear() {
    int old = path.beforeLast();
    return end() == End.RESET
        && error != 0
        && (old == TcpState.FIN_WAIT1 || old == TcpState.FIN_WAIT2);
  }

  public TcpSocket socket() {
    return socket;
  }

  /**
   * What it carried, as far as {@link #isCounted}: at its close, else when that was last recorded.
   */
  public Counters counters() {
    return counters;
  }

  /** Whether what it carried was ever recorded. */
  public boolean isCounted() {
    return counted;
  }

  /** The errno that was pending at its last transition, 0 for none. */
  public int error() {
    return error;
  }

  /** Whether it is a subflow of a Multipath TCP connection; null if that is not known. */
  public Boolean isMptcp() {
    return mptcp || hasFlags() ? mptcp : null;
  }

  public StatePath path() {
    return path;
  }

  public Lifetime life() {
    return life;
  }

  public Owners owners() {
    return owners;
  }

  public RecordedHost host() {
    return host;
  }

  /**
   * Whether a transition of it is certainly lost: the one after does not follow from the one
   * before.
   */
  public boolean lostTransition() {
    return lostTransition;
  }

  /** Whether transitions of it were lost; of what began before the recording, since then. */
  public Loss loss() {
    if (life.isEndLost()) {
      return Loss.END;
    } else if (lostTransition) {
      return Loss.CERTAIN;
    }
    return inLoss ? Loss.POSSIBLE : Loss.NONE;
  }

  /** Whose tcplife would say that the socket is; null where it would have said nothing. */
  public Task tcplifeIdentity() {
    return tcplifeIdentity;
  }

  /** Whether its peer connected, as far as its listener tells. */
  boolean isAccepted() {
    return accepted || owners.acceptor() != null;
  }

  /** Which side sent or received the reset of it that was told last; null if none was. */
  Side resetBy() {
    return resetBy;
  }

  /** How it ended. */
  public End end() {
    if (life.isEndLost()) {
      return End.LOST;
    }
    if (!life.isClosed()) {
      return End.OPEN;
    }
    End end = End.of(path.beforeLast(), error, isOrdered());
    return end == End.GIVEN_UP && counted && counters.segmentsOut() == 0 ? End.UNSENT : end;
  }
}
