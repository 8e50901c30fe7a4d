// SPDX-License-Identifier: Apache-2.0
package tcplife.event;

import java.util.List;

/** The states of a TCP socket, by the kernel's numbers: include/net/tcp_states.h. */
public final class TcpState {
  public static final int ESTABLISHED = 1;
  public static final int SYN_SENT = 2;
  public static final int SYN_RECV = 3;
  public static final int FIN_WAIT1 = 4;
  public static final int FIN_WAIT2 = 5;
  public static final int TIME_WAIT = 6;
  public static final int CLOSE = 7;
  public static final int CLOSE_WAIT = 8;
  public static final int LAST_ACK = 9;
  public static final int LISTEN = 10;
  public static final int CLOSING = 11;

  /** A connection request whose socket is not made yet: seen in listings, never in a transition. */
  public static final int NEW_SYN_RECV = 12;

  private static final List<String> NAMES =
      List.of(
          "",
          "ESTABLISHED",
          "SYN_SENT",
          "SYN_RECV",
          "FIN_WAIT1",
          "FIN_WAIT2",
          "TIME_WAIT",
          "CLOSE",
          "CLOSE_WAIT",
          "LAST_ACK",
          "LISTEN",
          "CLOSING",
          "NEW_SYN_RECV");

  private TcpState() {}

  /** The states' names without the kernel's {@code TCP_}, each at its number; none at 0. */
  public static List<String> names() {
    return NAMES;
  }

  /** A state's name; of a number that is none's, the number. */
  public static String name(int state) {
    return state > 0 && state < NAMES.size() ? NAMES.get(state) : String.valueOf(state);
  }
}
