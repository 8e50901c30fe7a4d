// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.time.ZoneId;
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
  private final Owners owners;
  private final RecordedHost host;
  private final boolean accepted;
  private Task tcplifeIdentity;
  private long birth;
  private long openedWall;
  private long closedWall;
  private ZoneId zone;
  private Side resetBy;
  private boolean lostTransition;
  private boolean counted;
  private boolean mptcp;
  private boolean ordered = true;
  private long time;
  private long seenUntil;
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
    if (isClosed()) {
      closedWall = clock.wall(event.time());
      zone = clock.zone();
    }
  }

  private void begin(StateView event, WallClock clock) {
    zone = clock.zone();
    if (event.oldState() == TcpState.CLOSE || event.oldState() == TcpState.LISTEN) {
      openedWall = clock.wall(event.time());
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
    time = event.time();
    error = event.error();
    mptcp |= (event.socket() & StateLayout.MPTCP) != 0;
    ordered = isOrdered(event);
  }

  /**
   * The kernel ends a socket in FIN_WAIT2 when the peer's FIN has come, or when no process has it
   * open: tcp_time_wait in tcp_rcv_state_process and tcp_close. Else its owner aborted it. Flags
   * are known where there are counters: what was imported may have neither.
   */
  private static boolean isOrdered(StateView event) {
    return !event.hasCounters()
        || (event.socket() & (StateLayout.ORPHAN | StateLayout.FIN_RECEIVED)) != 0;
  }

  /** An inventory found it. What it finds again tells only who holds it. */
  void found(StateView event, WallClock clock, Task holder) {
    if (path.length() == 0) {
      path.add(event.newState(), StatePath.UNKNOWN);
      keep(event);
      zone = clock.zone();
    }
    if (holder != null) {
      owners.heldBy(holder);
    }
  }

  /**
   * The recording ended, and it was open.
   *
   * @param time of the end, ns of CLOCK_BOOTTIME
   */
  void leftOpen(long time) {
    seenUntil = time;
  }

  /** A new state from which tcplife counts a session's time: a later one overwrites. */
  void born(long time) {
    birth = time;
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

  /** Whether it is a subflow of a Multipath TCP connection. */
  public boolean isMptcp() {
    return mptcp;
  }

  public StatePath path() {
    return path;
  }

  public Owners owners() {
    return owners;
  }

  public RecordedHost host() {
    return host;
  }

  public boolean isClosed() {
    return path.last() == TcpState.CLOSE;
  }

  /** Whether tcplife would have seen it: its beginning was recorded. */
  public boolean isBorn() {
    return birth != 0;
  }

  /**
   * Whether a transition of it is certainly lost: the one after does not follow from the one
   * before.
   */
  public boolean lostTransition() {
    return lostTransition;
  }

  /** Whose tcplife would say that the socket is; null where it would have said nothing. */
  public Task tcplifeIdentity() {
    return tcplifeIdentity;
  }

  /** When it began, ns of CLOCK_BOOTTIME; {@link StatePath#UNKNOWN} if before the recording. */
  public long opened() {
    return openedWall == 0 ? StatePath.UNKNOWN : path.time(0);
  }

  /** When it began, ns since 1970-01-01T00:00Z; 0 if before the recording. */
  public long openedWall() {
    return openedWall;
  }

  /** When it closed, ns of CLOCK_BOOTTIME; of an open one, its latest transition. */
  public long close() {
    return time;
  }

  /** When it closed, ns since 1970-01-01T00:00Z; 0 while it is open. */
  public long closeWall() {
    return closedWall;
  }

  /** The time zone of the host that recorded it. */
  public ZoneId zone() {
    return zone;
  }

  /** From its birth to its close, whole µs; never negative. */
  public long microseconds() {
    return Math.max(0, close() - birth) / 1000;
  }

  /** From its beginning, the connect included, to its close, ns; -1 if that is not known. */
  public long duration() {
    return isClosed() && opened() != StatePath.UNKNOWN ? Math.max(0, close() - opened()) : -1;
  }

  /** Of one left open: from its beginning to the recording's end, ns; -1 if that is not known. */
  public long age() {
    return isClosed() || opened() == StatePath.UNKNOWN ? -1 : Math.max(0, seenUntil - opened());
  }

  /** Which side connected; null if that is not known. */
  public Side originator() {
    if (path.has(TcpState.SYN_SENT)) {
      return Side.LOCAL;
    }
    return path.has(TcpState.SYN_RECV) || accepted || owners.acceptor() != null
        ? Side.REMOTE
        : null;
  }

  /** How it ended. */
  public End end() {
    return isClosed() ? End.of(path.beforeLast(), error, ordered) : End.OPEN;
  }

  /** What became of it. */
  public Outcome outcome() {
    return Outcome.of(this);
  }

  /** Which side sent its FIN first; null if none did, as far as was seen. */
  public Side finFirst() {
    int local = path.indexOf(TcpState.FIN_WAIT1);
    if (path.has(TcpState.CLOSING)) {
      return Side.BOTH;
    }
    if (local >= 0) {
      return Side.LOCAL;
    }
    return path.has(TcpState.CLOSE_WAIT) || path.has(TcpState.LAST_ACK) ? Side.REMOTE : null;
  }

  /** Which side ended it: reset it, refused it, or sent its FIN first; null if none is known to. */
  public Side closedFirst() {
    return switch (end()) {
      case RESET -> resetBy != null ? resetBy : End.resetBy(error);
      case REFUSED -> Side.REMOTE;
      case GIVEN_UP -> Side.LOCAL;
      default -> finFirst();
    };
  }
}
