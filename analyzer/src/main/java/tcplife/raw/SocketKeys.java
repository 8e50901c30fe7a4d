// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import tcplife.event.TcpState;

/**
 * Tells the sockets of perf's lines apart, which name neither a cookie nor a namespace: by
 * addresses and ports, and by each transition beginning where the one before ended. Where that
 * leaves a doubt, as when two sockets in two namespaces have the same addresses and ports, no two
 * transitions are said to be of one socket: sessions are lost then, but never mixed.
 */
final class SocketKeys {
  /** The sockets that look alike; in doubt from when there is a second until there is none. */
  private static final class Group {
    private long key;
    private int state;
    private int sockets;
    private boolean inDoubt;
  }

  private final Map<String, Group> groups = new HashMap<>();
  private long last;

  /** The number of the socket of a line, from 1 up; a new one where in doubt. */
  long key(PerfLine line) {
    String name = name(line, line.localPort());
    if (begins(line)) {
      return begin(name, ++last, line.newState());
    }
    if (line.oldState() == TcpState.SYN_SENT) {
      // It may have had no port when it began to connect.
      String connecting = groups.containsKey(name) ? name : name(line, 0);
      long key = step(connecting, line);
      if (!connecting.equals(name) && line.newState() != TcpState.CLOSE) {
        leave(connecting);
        begin(name, key, line.newState());
      }
      return key;
    }
    return step(name, line);
  }

  private static boolean begins(PerfLine line) {
    return line.oldState() == TcpState.CLOSE
        || line.oldState() == TcpState.LISTEN && line.newState() == TcpState.SYN_RECV;
  }

  private long begin(String name, long key, int state) {
    Group group = groups.computeIfAbsent(name, unused -> new Group());
    group.sockets++;
    group.inDoubt |= group.sockets > 1;
    group.key = key;
    group.state = state;
    return key;
  }

  private long step(String name, PerfLine line) {
    Group group = groups.get(name);
    if (group == null) {
      // Older than the recording.
      begin(name, ++last, line.oldState());
      group = groups.get(name);
    }
    group.inDoubt |= group.state != line.oldState();
    group.state = line.newState();
    long key = group.inDoubt ? ++last : group.key;
    if (line.newState() == TcpState.CLOSE) {
      leave(name);
    }
    return key;
  }

  private void leave(String name) {
    if (--groups.get(name).sockets == 0) {
      groups.remove(name);
    }
  }

  private static String name(PerfLine line, int localPort) {
    return Arrays.toString(line.local())
        + localPort
        + Arrays.toString(line.remote())
        + line.remotePort()
        + " "
        + line.family();
  }
}
