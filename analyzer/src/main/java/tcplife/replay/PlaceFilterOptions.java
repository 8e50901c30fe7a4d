// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.util.List;
import picocli.CommandLine.Option;
import tcplife.session.RecordedHost;
import tcplife.session.Session;
import tcplife.session.Task;
import tcplife.session.TcpSocket;

/** Filters by whose a session is, and where. */
final class PlaceFilterOptions {
  @Option(
      names = "--comm",
      order = HelpOrder.FILTERS,
      paramLabel = "NAME",
      converter = Glob.Converter.class,
      description = "this COMM only; * and ? stand for any characters and for one")
  private Glob comm;

  @Option(
      names = "--uid",
      order = HelpOrder.FILTERS,
      paramLabel = "USER",
      description = "sockets of this user only: a number, or a name of the recorded host")
  private String user;

  @Option(
      names = "--cgroup",
      order = HelpOrder.FILTERS,
      paramLabel = "PATH",
      converter = Glob.Converter.class,
      description = "sockets of this cgroup and those in it only; * and ? as in --comm")
  private Glob cgroup;

  @Option(
      names = "--netns",
      order = HelpOrder.FILTERS,
      paramLabel = "NETNS",
      description = "this network namespace only: inode or name")
  private String namespace;

  @Option(
      names = "--addr",
      order = HelpOrder.FILTERS,
      paramLabel = "RANGE",
      converter = AddressRange.Converter.class,
      description = "this address or range only, at either end: 10.0.0.7, 10.0.0.0/8, fe80::/10")
  private AddressRange either;

  @Option(
      names = "--local-addr",
      order = HelpOrder.FILTERS,
      paramLabel = "RANGE",
      converter = AddressRange.Converter.class,
      description = "the same, at this end")
  private AddressRange local;

  @Option(
      names = "--remote-addr",
      order = HelpOrder.FILTERS,
      paramLabel = "RANGE",
      converter = AddressRange.Converter.class,
      description = "the same, at the peer's end")
  private AddressRange remote;

  void addTo(List<Filter> filters) {
    if (comm != null) {
      filters.add(row -> isNamed(row.task()));
    }
    if (user != null) {
      filters.add(row -> isUser(row.session().host(), row.session().socket()));
    }
    if (cgroup != null) {
      filters.add(row -> cgroup.matchesPath(cgroupOf(row.session())));
    }
    if (namespace != null) {
      filters.add(row -> isIn(row.session().host(), row.session().socket()));
    }
    if (either != null) {
      filters.add(row -> isLocal(row, either) || isRemote(row, either));
    }
    if (local != null) {
      filters.add(row -> isLocal(row, local));
    }
    if (remote != null) {
      filters.add(row -> isRemote(row, remote));
    }
  }

  private boolean isNamed(Task task) {
    return task != null && comm.matches(task.commText());
  }

  private boolean isUser(RecordedHost host, TcpSocket socket) {
    return user.equals(Integer.toUnsignedString(socket.uid()))
        || user.equals(host.user(socket.uid()));
  }

  private static String cgroupOf(Session session) {
    return session.host().cgroup(session.socket().cgroup());
  }

  private boolean isIn(RecordedHost host, TcpSocket socket) {
    return namespace.equals(Integer.toUnsignedString(socket.netns()))
        || namespace.equals(host.namespace(socket.netns()));
  }

  private static boolean isLocal(Row row, AddressRange range) {
    TcpSocket socket = row.session().socket();
    return range.contains(socket.localHead(), socket.localTail(), socket.isIpv4Socket());
  }

  private static boolean isRemote(Row row, AddressRange range) {
    TcpSocket socket = row.session().socket();
    return range.contains(socket.remoteHead(), socket.remoteTail(), socket.isIpv4Socket());
  }
}
