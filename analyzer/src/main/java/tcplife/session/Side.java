// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import tcplife.event.TcpState;

/** An end of a connection. */
public enum Side {
  /** The socket that was recorded. */
  LOCAL,
  /** Its peer. */
  REMOTE,
  /** Both at once. */
  BOTH;

  /** Which side connected; null if that is not known. */
  public static Side originator(Session session) {
    if (session.path().has(TcpState.SYN_SENT)) {
      return LOCAL;
    }
    return session.path().has(TcpState.SYN_RECV) || session.isAccepted() ? REMOTE : null;
  }

  /** Which side sent its FIN first; null if none did, as far as was seen. */
  static Side finFirst(StatePath path) {
    if (path.has(TcpState.CLOSING)) {
      return BOTH;
    } else if (path.has(TcpState.FIN_WAIT1) || path.has(TcpState.FIN_WAIT2)) {
      return LOCAL;
    }
    return path.has(TcpState.CLOSE_WAIT) || path.has(TcpState.LAST_ACK) ? REMOTE : null;
  }

  /**
   * Which side ended a session: reset it, refused it, or sent its FIN first; null if none is known
   * to.
   */
  public static Side closedFirst(Session session) {
    return switch (session.end()) {
      case RESET -> session.resetBy() != null ? session.resetBy() : End.resetBy(session.error());
      case REFUSED -> REMOTE;
      case GIVEN_UP, UNSENT -> LOCAL;
      default -> finFirst(session.path());
    };
  }
}
