// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.util.List;
import tcplife.event.StateNames;
import tcplife.event.TcpState;
import tcplife.session.Evidence;
import tcplife.session.RecordedHost;
import tcplife.session.Session;
import tcplife.session.StatePath;
import tcplife.session.Task;
import tcplife.session.TcpSocket;

/** Sockets as ss lists them: state, queues, both ends, process; and how long in that state. */
final class SocketTable {
  private static final int STATE = 11;
  private static final int QUEUE = 7;
  private static final int ADDRESS = 24;
  private static final int FOR = 14;

  private final Output output;
  private final long moment;
  private final boolean extended;

  /**
   * @param moment of the listing, ns of CLOCK_BOOTTIME
   * @param extended whether user, network namespace, cookie and cgroup are shown too
   */
  SocketTable(Output output, long moment, boolean extended) {
    this.output = output;
    this.moment = moment;
    this.extended = extended;
  }

  void print(List<Session> sockets, boolean header) {
    if (header) {
      put("State", STATE);
      put("Recv-Q", QUEUE);
      put("Send-Q", QUEUE);
      put("Local Address:Port", ADDRESS);
      put("Peer Address:Port", ADDRESS);
      put("For(s)", FOR);
      output.buffer().put("Process");
      output.endLine();
    }
    sockets.forEach(this::print);
    output.flush();
  }

  private void print(Session session) {
    put(stateName(session.path().last()), STATE);
    put("-", QUEUE);
    put("-", QUEUE);
    putLocal(session.socket());
    putRemote(session);
    putAge(session.path());
    putOwner(session);
    if (extended) {
      putExtended(session);
    }
    output.endLine();
  }

  private void put(String text, int width) {
    int start = output.buffer().length();
    output.buffer().put(text);
    pad(start, width);
  }

  private void pad(int start, int width) {
    output.buffer().padRight(start, width - 1);
    output.buffer().put(' ');
  }

  /** As ss has it: misc/ss.c of iproute2. */
  private static String stateName(int state) {
    return state == TcpState.ESTABLISHED ? "ESTAB" : dashed(StateNames.of(state));
  }

  private static String dashed(String name) {
    return name.replace("FIN_WAIT", "FIN-WAIT-").replace('_', '-');
  }

  private void putLocal(TcpSocket socket) {
    int start = output.buffer().length();
    putAddress(socket, socket.localHead(), socket.localTail());
    output.buffer().put(':');
    output.buffer().putDecimal(socket.localPort());
    pad(start, ADDRESS);
  }

  private void putRemote(Session session) {
    TcpSocket socket = session.socket();
    int start = output.buffer().length();
    putAddress(socket, socket.remoteHead(), socket.remoteTail());
    output.buffer().put(':');
    if (session.path().last() == TcpState.LISTEN) {
      output.buffer().put('*');
    } else {
      output.buffer().putDecimal(socket.remotePort());
    }
    pad(start, ADDRESS);
  }

  private void putAddress(TcpSocket socket, long head, long tail) {
    RowBuffer out = output.buffer();
    if (socket.isIpv4Socket()) {
      AddressText.putIpv4(out, (int) (head >>> 32));
    } else {
      out.put('[');
      AddressText.putIpv6(out, head, tail);
      out.put(']');
    }
  }

  private void putAge(StatePath path) {
    RowBuffer out = output.buffer();
    int start = out.length();
    long since = path.time(path.length() - 1);
    if (since == StatePath.UNKNOWN) {
      out.put('-');
    } else {
      long milliseconds = Math.max(0, moment - since) / 1_000_000;
      out.putDecimal(milliseconds / 1000);
      out.put('.');
      out.putDecimal(milliseconds % 1000, 3);
    }
    pad(start, FOR);
  }

  private void putOwner(Session session) {
    RowBuffer out = output.buffer();
    Task owner = session.owners().owner();
    if (owner == null) {
      out.put('-');
      return;
    }
    // Where an inventory named the task, its TID is the descriptor.
    Evidence evidence = session.owners().evidence();
    out.put("users:(");
    putUser(owner, evidence == Evidence.HOLDER || evidence == Evidence.SHARED);
    for (Task each : evidence == Evidence.SHARED ? session.owners().sharers() : List.<Task>of()) {
      out.put(',');
      putUser(each, true);
    }
    out.put(')');
  }

  private void putUser(Task user, boolean withDescriptor) {
    RowBuffer out = output.buffer();
    out.put("(\"");
    SafeText.put(out, user.commText());
    out.put("\",pid=");
    out.putDecimal(user.pid());
    if (withDescriptor) {
      out.put(",fd=");
      out.putDecimal(user.tid());
    }
    out.put(')');
  }

  private void putExtended(Session session) {
    RowBuffer out = output.buffer();
    TcpSocket socket = session.socket();
    out.put(" uid:");
    out.putDecimal(Integer.toUnsignedLong(socket.uid()));
    out.put(" netns:");
    out.putDecimal(Integer.toUnsignedLong(socket.netns()));
    out.put(" sk:");
    out.put(Long.toHexString(socket.cookie()));
    RecordedHost host = session.host();
    String cgroup = host.cgroup(socket.cgroup());
    if (cgroup != null) {
      out.put(" cgroup:");
      SafeText.put(out, cgroup);
    }
  }
}
