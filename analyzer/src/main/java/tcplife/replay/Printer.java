// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.time.ZoneId;
import tcplife.cli.Failure;
import tcplife.session.Session;
import tcplife.session.SessionSource;

/** Prints sessions in a form: those that a filter accepts, each with its times. */
final class Printer {
  private static final long MILLISECOND = 1_000_000;

  private final Form form;
  private final Filter filter;
  private final Row row;
  private final ZoneId zone;
  private final Pace pace;
  private final Output output;
  private final WallTime wallTime = new WallTime();

  /**
   * @param zone of the times of day; null: where each session was recorded
   * @param pace in which rows are printed; null: as fast as can be
   */
  Printer(Form form, Filter filter, Row row, ZoneId zone, Pace pace, Output output) {
    this.form = form;
    this.filter = filter;
    this.row = row;
    this.zone = zone;
    this.pace = pace;
    this.output = output;
  }

  /**
   * Prints all sessions.
   *
   * @param severalBoots whether they may be of several hosts or boots, which have only wall time in
   *     common; within one it can be stepped, so timestamps are by its boot time
   */
  void print(SessionSource sessions, boolean severalBoots) {
    form.begin();
    boolean first = true;
    long start = 0;
    for (Session session = sessions.next(); session != null; session = sessions.next()) {
      long time = severalBoots ? session.life().goneWall() : session.life().close();
      // tcplife too takes the difference of whole µs.
      long microseconds = time / 1000;
      ZoneId shown = zone == null ? session.life().zone() : zone;
      row.set(
          session, microseconds - start, wallTime.secondOfDay(session.life().closeWall(), shown));
      if (!filter.accepts(row)) {
        continue;
      }
      if (first) {
        first = false;
        start = microseconds;
        row.set(session, 0, row.secondOfDay());
      }
      if (pace != null && session.life().isClosed()) {
        await(time);
      }
      form.row(row);
    }
    form.end();
  }

  private void await(long time) {
    long wait = pace.untilDue(time, System.nanoTime());
    if (wait <= 0) {
      return;
    }
    output.flush();
    try {
      Thread.sleep(wait / MILLISECOND, (int) (wait % MILLISECOND));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted");
    }
  }
}
