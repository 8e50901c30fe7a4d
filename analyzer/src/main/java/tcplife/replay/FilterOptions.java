// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;
import tcplife.cli.Quantity;
import tcplife.session.RecordedHost;
import tcplife.session.Session;
import tcplife.session.Task;
import tcplife.session.TcpSocket;

/** Filters by what tcplife does not know of a session. */
final class FilterOptions {
  /** Behind the options of the forms. */
  private static final int ORDER = 2;

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
