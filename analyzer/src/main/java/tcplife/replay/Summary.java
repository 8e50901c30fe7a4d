// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.PackedHistogram;
import tcplife.session.End;
import tcplife.session.Session;
import tcplife.session.Task;

/** Sums of sessions by the COMM of their owners, those with most sessions first. */
final class Summary implements Form {
  /** Ends of sessions that did not go as they should. */
  private static final EnumSet<End> FAILED =
      EnumSet.of(End.RESET, End.TIMEOUT, End.REFUSED, End.UNREACHABLE, End.GIVEN_UP, End.UNSENT);

  /** Durations are kept to so many decimal digits. */
  private static final int DIGITS = 3;

  /** Longer durations are of damaged records, ns. */
  private static final long LONGEST = 1L << 60;

  /** The sessions of a COMM. */
  static final class Group {
    private final String comm;
    private final PackedHistogram durations = new PackedHistogram(DIGITS);
    private long sessions;
    private long failed;
    private long sent;
    private long received;

    Group(String comm) {
      this.comm = comm;
    }

    private void add(Session session) {
      sessions++;
      failed += FAILED.contains(session.end()) ? 1 : 0;
      if (session.isCounted()) {
        sent += session.counters().payloadSent();
        received += session.counters().payloadReceived();
      }
      long duration = session.life().duration();
      if (duration >= 0) {
        durations.recordValue(Math.min(duration, LONGEST));
      }
    }

    /** The COMM; null for the sessions whose owner is not known. */
    String comm() {
      return comm;
    }

    long sessions() {
      return sessions;
    }

    long failed() {
      return failed;
    }

    long sent() {
      return sent;
    }

    long received() {
      return received;
    }

    /**
     * The duration that a share of the sessions, percent, did not exceed, ns; -1 if none is known.
     */
    long duration(double percent) {
      return durations.getTotalCount() == 0 ? -1 : durations.getValueAtPercentile(percent);
    }
  }

  private final Map<String, Group> groups = new HashMap<>();
  private final SummaryTable table;

  Summary(SummaryTable table) {
    this.table = table;
  }

  @Override
  public void row(Row row) {
    Task task = row.task();
    groups.computeIfAbsent(task == null ? null : task.commText(), Group::new).add(row.session());
  }

  @Override
  public void end() {
    Comparator<Group> order =
        Comparator.comparingLong(Group::sessions)
            .reversed()
            .thenComparing(Group::comm, Comparator.nullsLast(Comparator.naturalOrder()));
    List<Group> sorted = groups.values().stream().sorted(order).toList();
    table.print(sorted);
  }
}
