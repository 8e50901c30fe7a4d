// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.List;

/** All that is read from captures. */
final class Tables {
  static final List<CaptureTable<?>> ALL =
      List.of(
          new SessionsTable(),
          TransitionsTable.table(),
          ProcessesTable.table(),
          new ListenersTable(),
          LossesTable.table(),
          NamesTable.table(),
          new CapturesTable());

  private Tables() {}
}
