// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.List;
import tcplife.event.LossRecord;
import tcplife.event.RecordHeader;

/** What was lost, when and why, as far as the recorder saw it happen. */
final class LossesTable {
  private static final List<String> CAUSES =
      List.of("", "ring_full", "skipped", "no_space", "io_error");

  private LossesTable() {}

  static RecordTable table() {
    return new RecordTable(
        "losses",
        "a row for each time in which events were lost",
        RecordHeader.LOSS_KIND,
        (row, window) ->
            window.touches(row.wall(record(row).since()), row.wall(record(row).until())),
        List.of(
            TableColumn.time(
                "since_ns",
                "they were lost after this",
                (row, to) -> row.wall(record(row).since(), to)),
            TableColumn.time(
                "until_ns", "and before this", (row, to) -> row.wall(record(row).until(), to)),
            TableColumn.number(
                "count", "events", "how many", (row, to) -> to.number(record(row).count())),
            TableColumn.text(
                "cause",
                "ring_full: the recorder was too slow; skipped: the kernel did not run the program;"
                    + " no_space, io_error: the disk was full, or failed",
                (row, to) -> RecordRow.text(cause(record(row).cause()), to)),
            TableColumn.number(
                "cpu",
                "",
                "where; NULL for anywhere",
                (row, to) -> RecordRow.id(record(row).cpu(), to))));
  }

  private static LossRecord record(RecordRow row) {
    return LossRecord.read(row.bytes(), 0);
  }

  private static String cause(int number) {
    return number >= 0 && number < CAUSES.size() ? CAUSES.get(number) : String.valueOf(number);
  }
}
