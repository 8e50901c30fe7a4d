// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

/** The addresses and ports of a session, as one of its sockets has them. */
record Ends(String local, int localPort, String remote, int remotePort) {
  private static final String MAPPED = "::ffff:";

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
