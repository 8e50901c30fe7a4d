// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tcplife.capture.Capture;
import tcplife.cli.Quantity;
import tcplife.session.RecordedHost;
import tcplife.session.Session;
import tcplife.session.Task;
import tcplife.session.TcpSocket;
import tcplife.session.Window;

/** Filters by what tcplife does not know of a session. */
final class FilterOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Behind the options of the forms. */
  static final int ORDER = 2;

  @Option(
      names = "--comm",
      order = ORDER,
      paramLabel = "NAME",
      converter = Glob.Converter.class,
      description = "this COMM only; * and ? stand for any characters and for one")
  private Glob comm;

  @Option(
      names = "--uid",
      order = ORDER,
      paramLabel = "USER",
      description = "sockets of this user only: a number, or a name of the recorded host")
  private String user;

  @Option(
      names = "--cgroup",
      order = ORDER,
      paramLabel = "PATH",
      converter = Glob.Converter.class,
      description = "sockets of this cgroup and those in it only; * and ? as in --comm")
  private Glob cgroup;

  @Option(
      names = "--netns",
      order = ORDER,
      paramLabel = "NETNS",
      description = "this network namespace only: inode or name")
  private String namespace;

  @Option(
      names = "--addr",
      order = ORDER,
      paramLabel = "ADDRESS[/BITS]",
      converter = AddressRange.Converter.class,
      description = "this address or range only, at either end: 10.0.0.7, 10.0.0.0/8, fe80::/10")
  private AddressRange either;

  @Option(
      names = "--local-addr",
      order = ORDER,
      paramLabel = "ADDRESS[/BITS]",
      converter = AddressRange.Converter.class,
      description = "the same, at this end")
  private AddressRange local;

  @Option(
      names = "--remote-addr",
      order = ORDER,
      paramLabel = "ADDRESS[/BITS]",
      converter = AddressRange.Converter.class,
      description = "the same, at the peer's end")
  private AddressRange remote;

  @Option(
      names = "--outcome",
      order = ORDER,
      paramLabel = "OUTCOMES",
      converter = OutcomeList.class,
      description = "comma-separated list of outcomes, such as S0,REJ")
  private OutcomeList.Chosen outcomes;

  @Option(
      names = "--min-duration",
      order = ORDER,
      paramLabel = "TIME",
      converter = Quantity.Time.class,
      description = "sessions at least so long, the connect included: 50ms, 10s, 1h")
  private Duration shortest;

  @Option(
      names = "--max-duration",
      order = ORDER,
      paramLabel = "TIME",
      converter = Quantity.Time.class,
      description = "sessions at most so long")
  private Duration longest;

  @Option(
      names = "--min-bytes",
      order = ORDER,
      paramLabel = "SIZE",
      converter = Quantity.BytesFrom0.class,
      description = "sessions with at least so much payload, both ways together: 512, 10M")
  private Long least;

  @Option(
      names = "--max-bytes",
      order = ORDER,
      paramLabel = "SIZE",
      converter = Quantity.BytesFrom0.class,
      description = "sessions with at most so much payload")
  private Long most;

  @Mixin private WindowOptions time;

  @Option(
      names = "--within",
      order = ORDER,
      description = "with --from and --to: sessions that were open only then")
  private boolean within;

  /** Throws what a user must be told of options that do not go together. */
  void check() {
    if (within && !time.isGiven()) {
      throw new ParameterException(spec.commandLine(), "--within is for --from and --to");
    }
  }

  void addTo(List<Filter> filters, List<Capture> captures) {
    addTo(filters);
    if (time.isGiven()) {
      Window window = time.window(captures);
      filters.add(row -> isIn(window, row.session()));
    }
  }

  /** Of what is not known, all may be. */
  private boolean isIn(Window window, Session session) {
    long opened = session.openedWall() == 0 ? Long.MIN_VALUE : session.openedWall();
    long closed = session.isClosed() ? session.closeWall() : Long.MAX_VALUE;
    return within ? window.holds(opened, closed) : window.touches(opened, closed);
  }

  private void addTo(List<Filter> filters) {
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
    if (outcomes != null) {
      filters.add(row -> outcomes.outcomes().contains(row.session().outcome()));
    }
    if (shortest != null || longest != null) {
      filters.add(row -> lasted(row.session()));
    }
    if (least != null || most != null) {
      filters.add(row -> row.session().isCounted() && carried(row.session()));
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

  /** Of an open session by how long it was open when the recording ended. */
  private boolean lasted(Session session) {
    long duration = session.isClosed() ? session.duration() : session.age();
    return duration >= 0
        && (shortest == null || duration >= shortest.toNanos())
        && (longest == null || duration <= longest.toNanos());
  }

  private boolean carried(Session session) {
    long bytes = session.counters().payloadSent() + session.counters().payloadReceived();
    return (least == null || bytes >= least) && (most == null || bytes <= most);
  }
}
