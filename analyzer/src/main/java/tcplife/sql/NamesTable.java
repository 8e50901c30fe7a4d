// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.List;
import tcplife.event.NameRecord;
import tcplife.event.RecordHeader;

/** What numbers stood for on the recorded hosts. */
final class NamesTable {
  private static final List<String> WHAT = List.of("", "cgroup", "user", "netns", "hidden");

  private NamesTable() {}

  static RecordTable table() {
    return new RecordTable(
        "names",
        "a row for each time that the name of a cgroup, user, network namespace or hidden process"
            + " was looked up",
        RecordHeader.NAME_KIND,
        (row, window) -> true,
        List.of(
            TableColumn.time("time_ns", "when that was", (row, to) -> row.wall(row.time(), to)),
            TableColumn.text(
                "what",
                "cgroup, user, netns, or hidden: a process that the kernel hid from the recorder",
                (row, to) -> RecordRow.text(what(record(row).what()), to)),
            TableColumn.number(
                "id",
                "",
                "the number: of a netns, its inode; of a process, its PID",
                (row, to) -> to.number(record(row).id())),
            TableColumn.text(
                "name", "the name, or path", (row, to) -> RecordRow.text(record(row).text(), to))));
  }

  private static NameRecord record(RecordRow row) {
    return NameRecord.read(row.bytes(), 0);
  }

  private static String what(int number) {
    return number >= 0 && number < WHAT.size() ? WHAT.get(number) : String.valueOf(number);
  }
}
