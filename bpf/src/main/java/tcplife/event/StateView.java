// SPDX-License-Identifier: Apache-2.0
package tcplife.event;

import java.nio.ByteBuffer;

/**
 * A transition of a TCP socket where it lies in a buffer, without a copy: see {@link StateLayout}.
 * Good until the buffer is filled anew. The counters may be asked for only where {@link
 * #hasCounters}.
 */
public final class StateView {
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

  /** Inode of the socket's network namespace. */
  public int netns() {
    return records.getInt(at + StateLayout.NETNS);
  }

  /** {@link StateLayout#IPV4} or {@link StateLayout#IPV6}. */
  public int family() {
    return Short.toUnsignedInt(records.getShort(at + StateLayout.FAMILY));
  }

  /** 0 to 65535; 0 before the socket is bound. */
  public int localPort() {
    return Short.toUnsignedInt(records.getShort(at + StateLayout.LOCAL_PORT));
  }

  /** 0 to 65535; 0 where there is no peer, as at a listener. */
  public int remotePort() {
    return Short.toUnsignedInt(records.getShort(at + StateLayout.REMOTE_PORT));
  }

  /** A number of {@link TcpState}. */
  public int oldState() {
    return records.get(at + StateLayout.OLD_STATE);
  }

  /** A number of {@link TcpState}. */
  public int newState() {
    return records.get(at + StateLayout.NEW_STATE);
  }

  /** The errno pending on the socket, 0 for none. */
  public int error() {
    return records.getInt(at + StateLayout.ERROR);
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
}
