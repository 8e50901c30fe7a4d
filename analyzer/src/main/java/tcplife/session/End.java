// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import tcplife.event.StateView;
import tcplife.event.TcpState;

/** How a socket came to its end. */
public enum End {
  /** It has not: it is open. */
  OPEN,
  /** That was lost: it was open, and later it was not. */
  LOST,
  /**
   * In order: by FIN. Where the socket was closed, not only shut down, its last state is FIN_WAIT2:
   * what the peer does then, TIME_WAIT sees.
   */
  FIN,
  /** By a reset, of either side. */
  RESET,
  /** Nobody answered any more. */
  TIMEOUT,
  /** The peer refused the connect. */
  REFUSED,
  /** The network said that there is no way to the peer. */
  UNREACHABLE,
  /** The connect was given up on this side. */
  GIVEN_UP,
  /** The connect failed on this host: nothing was sent, as where no local port is free. */
  UNSENT,
  /** By another error, or in a way that the recording does not show. */
  OTHER;

  // include/uapi/asm-generic/errno.h
  private static final int EPIPE = 32;
  private static final int ENETUNREACH = 101;
  private static final int ECONNABORTED = 103;
  private static final int ECONNRESET = 104;
  private static final int ETIMEDOUT = 110;
  private static final int ECONNREFUSED = 111;
  private static final int EHOSTUNREACH = 113;

  /**
   * By the last transition and the error that was pending then.
   *
   * @param old state that was left for CLOSE
   * @param error errno, 0 for none
   * @param ordered whether a FIN may have ended it, as far as the socket's flags tell
   */
  static End of(int old, int error, boolean ordered) {
    return switch (error) {
      case StateView.UNKNOWN -> byStatesAlone(old);
      case 0 -> withoutError(old, ordered);
      case ECONNREFUSED -> REFUSED;
      case ETIMEDOUT -> TIMEOUT;
      case EHOSTUNREACH, ENETUNREACH -> UNREACHABLE;
      case ECONNRESET, EPIPE -> RESET;
      // An administrator closed it (ss -K), which resets what is connected.
      case ECONNABORTED -> old == TcpState.SYN_SENT ? GIVEN_UP : RESET;
      default -> OTHER;
    };
  }

  /** Where the error is not known: only a FIN of each side leads there. */
  private static End byStatesAlone(int old) {
    return switch (old) {
      case TcpState.FIN_WAIT2, TcpState.LAST_ACK, TcpState.CLOSING, TcpState.TIME_WAIT -> FIN;
      default -> OTHER;
    };
  }

  private static End withoutError(int old, boolean ordered) {
    return switch (old) {
      case TcpState.SYN_SENT -> GIVEN_UP;
      case TcpState.ESTABLISHED, TcpState.CLOSE_WAIT, TcpState.SYN_RECV, TcpState.FIN_WAIT1 ->
          RESET;
      case TcpState.FIN_WAIT2 -> ordered ? FIN : RESET;
      case TcpState.LAST_ACK, TcpState.CLOSING, TcpState.TIME_WAIT -> FIN;
      default -> OTHER;
    };
  }

  /** Which side a reset came from, as far as the error alone tells. */
  static Side resetBy(int error) {
    return error == 0 || error == ECONNABORTED ? Side.LOCAL : Side.REMOTE;
  }
}
