// SPDX-License-Identifier: Apache-2.0
package tcplife.event;

import java.nio.ByteBuffer;

/**
 * A transition of a TCP socket where it lies in a buffer, without a copy: see {@link StateLayout}.
 * Good until the buffer is filled anew. The counters may be asked for only where {@link
 * #hasCounters}.
 */
public final class StateView {
  /**
   * All bits of a field set: its value is not known, as in a capture that was imported. Of cgroup,
   * PID, TID, UID, TASK_UID, netns, SOCKET and ERROR.
   */
  public static final int UNKNOWN = -1;

  /** That of SOCKET, of which the sign means nothing. */
  public static final int UNKNOWN_SOCKET = 0xffff;

  private ByteBuffer records;
  private int at;

  /** Looks at the record that begins at an offset of a little-endian buffer. */
  public StateView wrap(ByteBuffer records, int at) {
    this.records = records;
    this.at = at;
    return this;
  }

  /** The buffer under this view; {@link #offset} is where the record begins. */
  public ByteBuffer buffer() {
    return records;
  }

  public int offset() {
    return at;
  }

  /** Time of the transition, ns of CLOCK_BOOTTIME. */
  public long time() {
    return records.getLong(at + StateLayout.TIME);
  }

  /** The socket's cookie: its key, never used twice within a boot. */
  public long cookie() {
    return records.getLong(at + StateLayout.COOKIE);
  }

  /** The process current at the transition: evidence only where a process made it. */
  public int pid() {
    return records.getInt(at + StateLayout.PID);
  }

  /** The thread current at the transition. */
  public int tid() {
    return records.getInt(at + StateLayout.TID);
  }

  /** The COMM of that thread: bytes up to 16, without the zeros behind. */
  public byte[] comm() {
    return RecordText.readPadded(records, at + StateLayout.COMM, StateLayout.COMM_SIZE);
  }

  /** The user of that thread. */
  public int taskUid() {
    return records.getInt(at + StateLayout.TASK_UID);
  }

  /** The socket's user, not the task's. */
  public int uid() {
    return records.getInt(at + StateLayout.UID);
  }

  /** Id of the socket's cgroup, 0 where the kernel keeps none. */
  public long cgroup() {
    return records.getLong(at + StateLayout.CGROUP);
  }

  /** Inode of the socket's network namespace. */
  public int netns() {
    return records.getInt(at + StateLayout.NETNS);
  }

  /** {@link StateLayout#IPV4} or {@link StateLayout#IPV6}. */
  public int family() {
    return records.get(at + StateLayout.FAMILY);
  }

  /** 0 to 65535; 0 before the socket is bound. */
  public int localPort() {
    return Short.toUnsignedInt(records.getShort(at + StateLayout.LOCAL_PORT));
  }

  /** 0 to 65535; 0 where there is no peer, as at a listener. */
  public int remotePort() {
    return Short.toUnsignedInt(records.getShort(at + StateLayout.REMOTE_PORT));
  }

  /** The first 8 bytes of the local address as a big-endian number. */
  public long localHead() {
    return bigEndian(StateLayout.LOCAL_ADDRESS);
  }

  /** The other 8 bytes of the local address; 0 for IPv4, whose 4 bytes come first. */
  public long localTail() {
    return bigEndian(StateLayout.LOCAL_ADDRESS + Long.BYTES);
  }

  /** The first 8 bytes of the remote address as a big-endian number. */
  public long remoteHead() {
    return bigEndian(StateLayout.REMOTE_ADDRESS);
  }

  /** The other 8 bytes of the remote address. */
  public long remoteTail() {
    return bigEndian(StateLayout.REMOTE_ADDRESS + Long.BYTES);
  }

  private long bigEndian(int field) {
    return Long.reverseBytes(records.getLong(at + field));
  }

  /** A number of {@link TcpState}. */
  public int oldState() {
    return records.get(at + StateLayout.OLD_STATE);
  }

  /** A number of {@link TcpState}. */
  public int newState() {
    return records.get(at + StateLayout.NEW_STATE);
  }

  /** {@link StateLayout#ORPHAN}, {@link StateLayout#FIN_RECEIVED}, {@link StateLayout#MPTCP}. */
  public int socket() {
    return Short.toUnsignedInt(records.getShort(at + StateLayout.SOCKET));
  }

  /** The errno pending on the socket, 0 for none; {@link #UNKNOWN} as others, with its sign. */
  public int error() {
    return records.getShort(at + StateLayout.ERROR);
  }

  public boolean hasCounters() {
    return (records.get(at + RecordHeader.FLAGS) & StateLayout.COUNTERS_FLAG) != 0;
  }

  /** Bytes sent and acknowledged since the socket began, of which SYN and FIN are one each. */
  public long bytesAcked() {
    return records.getLong(at + StateLayout.BYTES_ACKED);
  }

  /** Bytes received in order since the socket began, of which FIN is one. */
  public long bytesReceived() {
    return records.getLong(at + StateLayout.BYTES_RECEIVED);
  }

  /** Payload bytes handed to the wire since the socket began, retransmits included. */
  public long bytesSent() {
    return records.getLong(at + StateLayout.BYTES_SENT);
  }

  /** Payload bytes sent again. */
  public long bytesRetransmitted() {
    return records.getLong(at + StateLayout.BYTES_RETRANSMITTED);
  }

  /**
   * A counter of 4 bytes, as it lies there: unsigned; one of the offsets of {@link StateLayout}.
   */
  public int counter(int offset) {
    return records.getInt(at + offset);
  }
}
