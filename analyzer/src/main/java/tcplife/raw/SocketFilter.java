// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import java.util.BitSet;
import tcplife.event.StateLayout;
import tcplife.event.StateView;
import tcplife.replay.AddressRange;

/**
 * Which sockets are wanted: those that some record shows to have what is asked for.
 *
 * @param ports local or remote, or null for any
 * @param pid of a process that acted on the socket, or null for any
 * @param addresses local or remote, or null for any
 */
record SocketFilter(BitSet ports, Integer pid, AddressRange addresses) {
  boolean acceptsPorts(StateView event) {
    return ports == null || ports.get(event.localPort()) || ports.get(event.remotePort());
  }

  boolean acceptsPid(int given) {
    return pid == null || pid == given;
  }

  boolean acceptsAddresses(StateView event) {
    boolean ipv4 = event.family() == StateLayout.IPV4;
    return addresses == null
        || addresses.contains(event.localHead(), event.localTail(), ipv4)
        || addresses.contains(event.remoteHead(), event.remoteTail(), ipv4);
  }
}
