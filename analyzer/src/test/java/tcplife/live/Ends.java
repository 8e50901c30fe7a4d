// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import tcplife.session.TcpSocket;

/** The addresses and ports of a session, as one of its sockets has them. */
record Ends(String local, int localPort, String remote, int remotePort) {
  private static final String MAPPED = "::ffff:";

  /** Of a socket that speaks IPv4, be it dual-stack. */
  static Ends ofIpv4(TcpSocket socket) {
    return new Ends(
        ipv4(socket, socket.localHead(), socket.localTail()),
        socket.localPort(),
        ipv4(socket, socket.remoteHead(), socket.remoteTail()),
        socket.remotePort());
  }

  private static String ipv4(TcpSocket socket, long head, long tail) {
    int address = (int) (socket.isIpv4Socket() ? head >>> 32 : tail);
    return "%d.%d.%d.%d"
        .formatted(address >>> 24, address >>> 16 & 0xff, address >>> 8 & 0xff, address & 0xff);
  }

  /** The same session from its other socket. */
  Ends reversed() {
    return new Ends(remote, remotePort, local, localPort);
  }

  /** With IPv4 addresses of dual-stack sockets as IPv4. */
  Ends unmapped() {
    return new Ends(unmapped(local), localPort, unmapped(remote), remotePort);
  }

  private static String unmapped(String address) {
    return address.startsWith(MAPPED) ? address.substring(MAPPED.length()) : address;
  }
}
