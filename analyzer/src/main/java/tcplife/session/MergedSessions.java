// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The sessions of several captures, merged by the wall times at which they closed. */
public final class MergedSessions implements SessionSource {
  /** A capture and the session that it has next. */
  private record Head(SessionSource source, Session session) {}

  private final PriorityQueue<Head> heads =
      new PriorityQueue<>(Comparator.comparingLong(MergedSessions::place));

  public MergedSessions(List<? extends SessionSource> sources) {
    sources.forEach(this::advance);
  }

  /** Those that were left open come last, as in each source. */
  private static long place(Head head) {
    return head.session().life().goneWall();
  }

  private void advance(SessionSource source) {
    Session next = source.next();
    if (next != null) {
      heads.add(new Head(source, next));
    }
  }

  @Override
  public Session next() {
    Head head = heads.poll();
    if (head == null) {
      return null;
    }
    advance(head.source());
    return head.session();
  }
}
