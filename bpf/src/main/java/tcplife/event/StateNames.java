// SPDX-License-Identifier: Apache-2.0
package tcplife.event;

import java.util.List;

/** What the kernel calls the states of {@link TcpState}, without its {@code TCP_}. */
public final class StateNames {
  /**
   * Each at its number; none at 0. The last is a connection request without a socket yet, which no
   * transition shows.
   */
  public static final List<String> ALL =
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

  private StateNames() {}

  /** A state's name; of a number that is none's, the number. */
  public static String of(int state) {
    return state > 0 && state < ALL.size() ? ALL.get(state) : String.valueOf(state);
  }
}
