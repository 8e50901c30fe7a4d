// SPDX-License-Identifier: Apache-2.0
package tcplife.event;

/**
 * Where the fields of a transition are: {@code rec_state} of session_event.h, and behind it, when
 * {@link #COUNTERS_FLAG} is set, {@code rec_counters}. Little-endian, but for the addresses, which
 * are in network byte order.
 *
 * <pre>
 *    0         2         4         6    7    8                  16
 *   +---------------------------------------+-------------------+
 *   | header                                                    |
 *   +-------------------+-------------------+-------------------+
 * 16| time              | socket cookie                         |
 *   +-------------------+-------------------+-------------------+
 * 32| cgroup            | PID     | TID     |
 *   +---------+---------+----+----+----+----+
 * 48| UID     | netns   |f |p |lprt|rprt|err|
 *   +--+--+---+---------+--+--+----+----+---+
 * 64|old|new|sk| t. UID |
 *   +--+--+---+---------+-------------------+-------------------+
 * 72| local address                         | remote address, 88|
 *   +---------------------------------------+-------------------+
 * 104| COMM                                  |
 *   +---------------------------------------+
 * 120| bytes acked       | bytes received    |
 *   +-------------------+-------------------+
 * 136| bytes sent        | bytes retransm.   |
 *   +---------+---------+---------+---------+
 * 152| segs in | segs out| data in | data out|
 *   +---------+---------+---------+---------+
 * 168| retrans.| deliv'd | sRTT    | min RTT |
 *   +---------+---------+---------+---------+
 * 184| recv q. | send q. |
 *   +---------+---------+
 * </pre>
 */
public final class StateLayout {
  public static final int TIME = RecordHeader.SIZE;
  public static final int COOKIE = TIME + Long.BYTES;
  public static final int CGROUP = COOKIE + Long.BYTES;
  public static final int PID = CGROUP + Long.BYTES;
  public static final int TID = PID + Integer.BYTES;
  public static final int UID = TID + Integer.BYTES;
  public static final int NETNS = UID + Integer.BYTES;
  public static final int FAMILY = NETNS + Integer.BYTES;
  public static final int PROTOCOL = FAMILY + Byte.BYTES;
  public static final int LOCAL_PORT = PROTOCOL + Byte.BYTES;
  public static final int REMOTE_PORT = LOCAL_PORT + Short.BYTES;
  public static final int ERROR = REMOTE_PORT + Short.BYTES;
  public static final int OLD_STATE = ERROR + Short.BYTES;
  public static final int NEW_STATE = OLD_STATE + Byte.BYTES;
  public static final int SOCKET = NEW_STATE + Byte.BYTES;
  public static final int TASK_UID = SOCKET + Short.BYTES;
  public static final int LOCAL_ADDRESS = TASK_UID + Integer.BYTES;
  public static final int REMOTE_ADDRESS = LOCAL_ADDRESS + StateLayout.ADDRESS_SIZE;
  public static final int COMM = REMOTE_ADDRESS + StateLayout.ADDRESS_SIZE;
  public static final int SIZE = COMM + StateLayout.COMM_SIZE;

  public static final int BYTES_ACKED = SIZE;
  public static final int BYTES_RECEIVED = BYTES_ACKED + Long.BYTES;
  public static final int BYTES_SENT = BYTES_RECEIVED + Long.BYTES;
  public static final int BYTES_RETRANSMITTED = BYTES_SENT + Long.BYTES;
  public static final int SEGMENTS_IN = BYTES_RETRANSMITTED + Long.BYTES;
  public static final int SEGMENTS_OUT = SEGMENTS_IN + Integer.BYTES;
  public static final int DATA_SEGMENTS_IN = SEGMENTS_OUT + Integer.BYTES;
  public static final int DATA_SEGMENTS_OUT = DATA_SEGMENTS_IN + Integer.BYTES;
  public static final int RETRANSMITS = DATA_SEGMENTS_OUT + Integer.BYTES;
  public static final int DELIVERED = RETRANSMITS + Integer.BYTES;
  public static final int SMOOTHED_RTT = DELIVERED + Integer.BYTES;
  public static final int MINIMUM_RTT = SMOOTHED_RTT + Integer.BYTES;
  public static final int RECEIVE_QUEUE = MINIMUM_RTT + Integer.BYTES;
  public static final int SEND_QUEUE = RECEIVE_QUEUE + Integer.BYTES;
  public static final int SIZE_WITH_COUNTERS = SEND_QUEUE + Integer.BYTES;

  public static final int ADDRESS_SIZE = 16;
  public static final int COMM_SIZE = 16;

  /** Flag: the counters follow, as they do on the ways to CLOSE, FIN_WAIT1 and LAST_ACK. */
  public static final int COUNTERS_FLAG = 1;

  /** Flag: caught by the second copy of the program, while the first was interrupted. */
  public static final int NESTED_FLAG = 2;

  /** Of SOCKET: no process has it open any more. */
  public static final int ORPHAN = 1;

  /** Of SOCKET: the peer's FIN came. */
  public static final int FIN_RECEIVED = 2;

  /** Of SOCKET: a subflow of a Multipath TCP connection. */
  public static final int MPTCP = 4;

  /** Of SOCKET: the task that is current is a kernel thread. */
  public static final int KERNEL_TASK = 8;

  /** Family of an IPv4 socket: AF_INET. */
  public static final int IPV4 = 2;

  /** Family of an IPv6 socket, one that speaks IPv4 (::ffff:…) included: AF_INET6. */
  public static final int IPV6 = 10;

  private StateLayout() {}
}
