// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import tcplife.event.RecordHeader;
import tcplife.event.StateLayout;
import tcplife.event.TcpState;

/**
 * The fields of one transition, for {@link SyntheticCapture#state}. May be changed and used again,
 * so that the next transition of a session says only what is new.
 */
public final class StateFields {
  private final ByteBuffer record =
      ByteBuffer.allocate(StateLayout.SIZE_WITH_COUNTERS).order(ByteOrder.LITTLE_ENDIAN);
  private int cpu;

  private StateFields() {}

  /** An IPv4 socket of CPU 0 and process 0, with all that is not set 0. */
  public static StateFields ofSocket(long cookie) {
    StateFields fields = new StateFields();
    fields.record.putLong(StateLayout.COOKIE, cookie);
    fields.record.put(StateLayout.FAMILY, (byte) StateLayout.IPV4);
    fields.record.put(StateLayout.PROTOCOL, (byte) 6);
    return fields;
  }

  /** The time, ns of CLOCK_BOOTTIME, and the states, by {@link TcpState}'s numbers. */
  public StateFields at(long time, int oldState, int newState) {
    record.putLong(StateLayout.TIME, time);
    record.put(StateLayout.OLD_STATE, (byte) oldState).put(StateLayout.NEW_STATE, (byte) newState);
    return this;
  }

  /** The task that is current; COMM is cut to what the kernel keeps. */
  public StateFields task(int pid, String comm) {
    byte[] name = new byte[StateLayout.COMM_SIZE];
    byte[] given = comm.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(given, 0, name, 0, Math.min(given.length, name.length - 1));
    record.putInt(StateLayout.PID, pid).putInt(StateLayout.TID, pid).put(StateLayout.COMM, name);
    return this;
  }

  /** The user of that task. */
  public StateFields taskUser(int uid) {
    record.putInt(StateLayout.TASK_UID, uid);
    return this;
  }

  /** Makes it an IPv4 socket with these addresses. */
  public StateFields ipv4(String local, int localPort, String remote, int remotePort) {
    return addresses(StateLayout.IPV4, local, localPort, remote, remotePort);
  }

  /** Makes it an IPv6 socket with these addresses; IPv4 ones become ::ffff:…. */
  public StateFields ipv6(String local, int localPort, String remote, int remotePort) {
    return addresses(StateLayout.IPV6, local, localPort, remote, remotePort);
  }

  private StateFields addresses(
      int family, String local, int localPort, String remote, int remotePort) {
    record.put(StateLayout.FAMILY, (byte) family);
    record.put(StateLayout.LOCAL_ADDRESS, bytes(family, local));
    record.put(StateLayout.REMOTE_ADDRESS, bytes(family, remote));
    record.putShort(StateLayout.LOCAL_PORT, (short) localPort);
    record.putShort(StateLayout.REMOTE_PORT, (short) remotePort);
    return this;
  }

  private static byte[] bytes(int family, String literal) {
    ByteBuffer bytes = ByteBuffer.allocate(StateLayout.ADDRESS_SIZE);
    byte[] address;
    try {
      address = InetAddress.getByName(literal).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
    if (family == StateLayout.IPV6 && address.length == 4) {
      bytes.position(10).putShort((short) -1);
    }
    return bytes.put(address).array();
  }

  /** The errno pending on the socket. */
  public StateFields error(int errno) {
    record.putShort(StateLayout.ERROR, (short) errno);
    return this;
  }

  /** Flags of SOCKET. */
  public StateFields socket(int flags) {
    record.putShort(StateLayout.SOCKET, (short) flags);
    return this;
  }

  /** The counters, which a record keeps only where the kernel program adds them. */
  public StateFields bytes(long acked, long received) {
    record.putLong(StateLayout.BYTES_ACKED, acked);
    record.putLong(StateLayout.BYTES_RECEIVED, received);
    return this;
  }

  /** The payload, both ways, each byte once: what the counters of sent and received bytes say. */
  public StateFields payload(long sent, long received) {
    record.putLong(StateLayout.BYTES_SENT, sent);
    record.putLong(StateLayout.BYTES_RECEIVED, received);
    return this;
  }

  /** Of payload that was set before, what was sent again, in so many segments. */
  public StateFields retransmitted(int segments, long bytes) {
    record.putInt(StateLayout.RETRANSMITS, segments);
    record.putLong(StateLayout.BYTES_RETRANSMITTED, bytes);
    long sent = record.getLong(StateLayout.BYTES_SENT);
    record.putLong(StateLayout.BYTES_SENT, sent + bytes);
    return this;
  }

  /** A counter of 4 bytes, by its offset in {@link StateLayout}. */
  public StateFields counter(int offset, int value) {
    record.putInt(offset, value);
    return this;
  }

  /** The socket's user, and the id of its cgroup. */
  public StateFields owner(int uid, long cgroup) {
    record.putInt(StateLayout.UID, uid).putLong(StateLayout.CGROUP, cgroup);
    return this;
  }

  public StateFields cpu(int number) {
    cpu = number;
    return this;
  }

  public StateFields netns(int inode) {
    record.putInt(StateLayout.NETNS, inode);
    return this;
  }

  int cpu() {
    return cpu;
  }

  long time() {
    return record.getLong(StateLayout.TIME);
  }

  /** The record as the kernel program would write it. */
  byte[] toRecord(long sequence) {
    int state = record.get(StateLayout.NEW_STATE);
    boolean counters =
        state == TcpState.CLOSE || state == TcpState.FIN_WAIT1 || state == TcpState.LAST_ACK;
    return toRecord(RecordHeader.STATE_KIND, counters, sequence);
  }

  /** The record of an inventory that found the socket in the new state. */
  public byte[] toOpenRecord() {
    return toRecord(RecordHeader.OPEN_KIND, true, 0);
  }

  private byte[] toRecord(int kind, boolean counters, long sequence) {
    byte[] bytes = new byte[counters ? StateLayout.SIZE_WITH_COUNTERS : StateLayout.SIZE];
    record.putShort(RecordHeader.LENGTH, (short) bytes.length);
    record.put(RecordHeader.KIND, (byte) kind);
    record.put(RecordHeader.FLAGS, (byte) (counters ? StateLayout.COUNTERS_FLAG : 0));
    record.putInt(RecordHeader.CPU, cpu).putLong(RecordHeader.SEQUENCE, sequence);
    record.get(0, bytes);
    return bytes;
  }
}
