// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.util.BitSet;
import tcplife.session.Task;
import tcplife.session.TcpSocket;

/**
 * Which sessions are printed.
 *
 * @param pid only this process's, or null
 * @param localPorts only these, or null
 * @param remotePorts only these, or null
 * @param ipv4 only IPv4
 * @param ipv6 only IPv6
 */
record Filter(Integer pid, BitSet localPorts, BitSet remotePorts, boolean ipv4, boolean ipv6) {
  boolean accepts(Row row) {
    TcpSocket socket = row.session().socket();
    return row.session().isBorn()
        && (localPorts == null || localPorts.get(socket.localPort()))
        && (remotePorts == null || remotePorts.get(socket.remotePort()))
        && (!ipv4 || row.isIpv4())
        && (!ipv6 || !row.isIpv4())
        && (pid == null || isOf(row.task(), pid));
  }

  private static boolean isOf(Task task, int pid) {
    return task != null && task.pid() == pid;
  }
}
