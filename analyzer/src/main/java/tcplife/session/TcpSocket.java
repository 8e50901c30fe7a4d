// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import tcplife.event.StateLayout;
import tcplife.event.StateView;

/** What a socket is: its key, its addresses and ports, and where it belongs. */
public final class TcpSocket {
  private long cookie;
  private long cgroup;
  private int netns;
  private int uid;
  private int family;
  private int localPort;
  private int remotePort;
  private long localHead;
  private long localTail;
  private long remoteHead;
  private long remoteTail;

  /** As a transition shows it. */
  void set(StateView event) {
    cookie = event.cookie();
    cgroup = event.cgroup();
    netns = event.netns();
    uid = event.uid();
    family = event.family();
    localPort = event.localPort();
    remotePort = event.remotePort();
    localHead = event.localHead();
    localTail = event.localTail();
    remoteHead = event.remoteHead();
    remoteTail = event.remoteTail();
  }

  /** With the boot, the socket's key. */
  public long cookie() {
    return cookie;
  }

  /** Of its cookie, as maps have it. */
  long key() {
    return Keys.of(cookie);
  }

  /** Id of its cgroup, 0 where the kernel keeps none. */
  public long cgroup() {
    return cgroup;
  }

  /** Inode of its network namespace. */
  public int netns() {
    return netns;
  }

  /** Its user. */
  public int uid() {
    return uid;
  }

  /** AF_INET or AF_INET6. */
  int family() {
    return family;
  }

  /** Whether it has the network namespace, the addresses and the ports of another one. */
  boolean hasEndsOf(TcpSocket other) {
    return netns == other.netns
        && localPort == other.localPort
        && remotePort == other.remotePort
        && localHead == other.localHead
        && localTail == other.localTail
        && remoteHead == other.remoteHead
        && remoteTail == other.remoteTail;
  }

  /** The same for sockets of which {@link #hasEndsOf} is true. */
  long endsHash() {
    long hash = (long) netns << 32 | (long) localPort << 16 | remotePort;
    hash = Keys.mix(hash, localHead);
    hash = Keys.mix(hash, localTail);
    hash = Keys.mix(hash, remoteHead);
    return Keys.mix(hash, remoteTail);
  }

  /** Whether it is an IPv4 socket. */
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

  /** 0 to 65535. */
  public int localPort() {
    return localPort;
  }

  /** 0 to 65535. */
  public int remotePort() {
    return remotePort;
  }

  /** The first 8 bytes of the local address as a big-endian number; of IPv4, 4 and zeros. */
  public long localHead() {
    return localHead;
  }

  /** The other 8 bytes of the local address. */
  public long localTail() {
    return localTail;
  }

  /** The first 8 bytes of the remote address as a big-endian number; of IPv4, 4 and zeros. */
  public long remoteHead() {
    return remoteHead;
  }

  /** The other 8 bytes of the remote address. */
  public long remoteTail() {
    return remoteTail;
  }
}
