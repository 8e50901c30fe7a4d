// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How often the process that an end of a connection was of is the one that a tool names. */
final class OwnerScore {
  private record Owned(Ends ends, int pid) {}

  private final Map<Ends, List<Integer>> named;

  private OwnerScore(Stream<Owned> rows) {
    named =
        rows.collect(
            Collectors.groupingBy(
                Owned::ends, Collectors.mapping(Owned::pid, Collectors.toList())));
  }

  static OwnerScore ofRows(List<PrintedSession> rows) {
    return new OwnerScore(
        rows.stream().map(row -> new Owned(row.ends().unmapped(), Integer.parseInt(row.pid()))));
  }

  static OwnerScore of(List<OwnedEnd> ends) {
    return new OwnerScore(ends.stream().map(end -> new Owned(end.ends(), end.owner())));
  }

  long clients(List<OwnedSession> sessions) {
    return count(sessions, session -> names(session.client(), session.opener()));
  }

  /** Where one accepts and another closes, either is right. */
  long servers(List<OwnedSession> sessions) {
    return count(
        sessions,
        session ->
            names(session.server(), session.acceptor())
                || names(session.server(), session.closer()));
  }

  private static long count(List<OwnedSession> sessions, Predicate<OwnedSession> isRight) {
    return sessions.stream().filter(isRight).count();
  }

  private boolean names(Ends ends, int pid) {
    return named.getOrDefault(ends, List.of()).contains(pid);
  }
}
