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
  private final Task listener;
  private long birth;
  private Task owner;
  private Task tcplifeIdentity;
  private long close;
  private long closeWall;
  private ZoneId zone;
  private int family;
  private int localPort;
  private int remotePort;
  private long localHead;
  private long localTail;
  private long remoteHead;
  private long remoteTail;
  private long bytesAcked;
  private long bytesReceived;

  /**
   * @param listener whose listener its port had as it began, or null
   */
  Session(Task listener) {
    this.listener = listener;
  }

  /** A new state from which tcplife counts a session's time: a later one overwrites. */
  void born(long time) {
    birth = time;
  }

  /**
   * Takes a transition as evidence of whose the socket is. Only what a process does counts: softirq
   * makes the others, in whatever task it interrupted.
   */
  void observe(StateView event, Tasks tasks) {
    if (owner == null && madeByProcess(event)) {
      owner = tasks.of(event);
    }
  }

  private static boolean madeByProcess(StateView event) {
    return switch (event.newState()) {
      case TcpState.SYN_SENT, TcpState.FIN_WAIT1, TcpState.LAST_ACK -> true;
      // An abort by its owner; a reset or a timeout leaves an error. From other states softirq does
      // it: the last ACK came.
      case TcpState.CLOSE ->
          event.error() == 0
              && (event.oldState() == TcpState.ESTABLISHED
                  || event.oldState() == TcpState.CLOSE_WAIT);
      default -> false;
    };
  }

  /** Takes a transition as tcplife does for its PID and COMM. */
  void identify(Task task) {
    tcplifeIdentity = task;
  }

  boolean isIdentified() {
    return tcplifeIdentity != null;
  }

  /** The transition to CLOSE, which says the rest. */
  void finish(StateView event, WallClock clock) {
    close = event.time();
    closeWall = clock.wall(close);
    zone = clock.zone();
    family = event.family();
    localPort = event.localPort();
    remotePort = event.remotePort();
    localHead = event.localHead();
    localTail = event.localTail();
    remoteHead = event.remoteHead();
    remoteTail = event.remoteTail();
    if (event.hasCounters()) {
      bytesAcked = event.bytesAcked();
      bytesReceived = event.bytesReceived();
    }
  }

  /** Whose the socket is, by evidence; null where there is none. */
  public Task owner() {
    return owner != null ? owner : listener;
  }

  /** Whose tcplife would say that the socket is. */
  public Task tcplifeIdentity() {
    return tcplifeIdentity;
  }

  /** When it closed, ns of CLOCK_BOOTTIME. */
  public long close() {
    return close;
  }

  /** When it closed, ns since 1970-01-01T00:00Z. */
  public long closeWall() {
    return closeWall;
  }

  /** The time zone of the host that recorded it. */
  public ZoneId zone() {
    return zone;
  }

  /** From its birth to its close, whole µs; never negative. */
  public long microseconds() {
    return Math.max(0, close - birth) / 1000;
  }

  /** Whether its socket is an IPv4 one. */
  public boolean isIpv4Socket() {
    return family == StateLayout.IPV4;
  }

  /** Whether it spoke IPv4, on a socket of either family. */
  public boolean isIpv4() {
    return isIpv4Socket() || isMapped(localHead, localTail) && isMapped(remoteHead, remoteTail);
  }

  private static boolean isMapped(long head, long tail) {
    return head == 0 && tail >>> 32 == 0xffff;
  }

  /** The first 8 bytes of the local address as a big-endian number. */
  public long localHead() {
    return localHead;
  }

  /** The other 8 bytes of the local address. */
  public long localTail() {
    return localTail;
  }

  /** The first 8 bytes of the remote address as a big-endian number. */
  public long remoteHead() {
    return remoteHead;
  }

  /** The other 8 bytes of the remote address. */
  public long remoteTail() {
    return remoteTail;
  }

  /** 0 to 65535. */
  public int localPort() {
    return localPort;
  }

  /** 0 to 65535. */
  public int remotePort() {
    return remotePort;
  }

  /** Bytes sent and acknowledged, of which SYN and FIN are one each. */
  public long bytesAcked() {
    return bytesAcked;
  }

  /** Bytes received, of which FIN is one. */
  public long bytesReceived() {
    return bytesReceived;
  }
}
