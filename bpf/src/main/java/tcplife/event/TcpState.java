// SPDX-License-Identifier: Apache-2.0
package tcplife.event;

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

  private TcpState() {}
}
