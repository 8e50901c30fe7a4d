// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.time.ZoneId;
import tcplife.session.Session;
import tcplife.session.SessionSource;

/** Prints sessions as a table: those that a filter accepts, each with its times. */
final class Printer {
  private final Table table;
  private final Filter filter;
  private final Row row;
  private final ZoneId zone;
  private final WallTime wallTime = new WallTime();

  /**
   * @param zone of the times of day; null: where each session was recorded
   */
  Printer(Table table, Filter filter, Row row, ZoneId zone) {
    this.table = table;
    this.filter = filter;
    this.row = row;
    this.zone = zone;
  }

  /**
   * Prints all sessions.
   *
   * @param severalBoots whether they may be of several hosts or boots, which have only wall time in
   *     common; within one it can be stepped, so timestamps are by its boot time
   */
  void print(SessionSource sessions, boolean severalBoots) {
    table.header();
    boolean first = true;
    long start = 0;
    for (Session session = sessions.next(); session != null; session = sessions.next()) {
      // tcplife too takes the difference of whole µs.
      long microseconds = (severalBoots ? session.closeWall() : session.close()) / 1000;
      ZoneId shown = zone == null ? session.zone() : zone;
      row.set(session, microseconds - start, wallTime.secondOfDay(session.closeWall(), shown));
      if (!filter.accepts(row)) {
        continue;
      }
      if (first) {
        first = false;
        start = microseconds;
        row.set(session, 0, row.secondOfDay());
      }
      table.row(row);
    }
  }
}
