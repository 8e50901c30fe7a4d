// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.nio.charset.StandardCharsets;
import java.util.List;
import tcplife.event.ProcessRecord;
import tcplife.event.RecordHeader;
import tcplife.field.Field;

/** What was recorded of processes. */
final class ProcessesTable {
  private static final List<String> WHY = List.of("", "exec", "fork", "found", "exit");

  private ProcessesTable() {}

  static RecordTable table() {
    return new RecordTable(
        "processes",
        "a row for each time that a process began, became another program, was found, or ended",
        RecordHeader.PROCESS_KIND,
        // What a process is may have been recorded long before it did something.
        (row, window) -> row.wall(row.time()) <= window.to(),
        List.of(
            number("pid", "PID", (record, to) -> RecordRow.id(record.pid(), to)),
            TableColumn.time(
                "start_ns",
                "when it began: in a capture, boot_id, PID and this name it",
                (row, to) -> row.wallThen(record(row).start(), to)),
            TableColumn.time("time_ns", "when that was", (row, to) -> row.wall(row.time(), to)),
            text("why", "exec, fork, found or exit", (record, to) -> why(record.why(), to)),
            number(
                "parent_pid",
                "PID of its parent",
                (record, to) -> RecordRow.id(record.parent(), to)),
            number("uid", "its user", (record, to) -> RecordRow.id(record.uid(), to)),
            text("comm", "its COMM", (record, to) -> RecordRow.text(record.comm(), to)),
            text(
                "executable",
                "file of its program; NULL where it has its parent's, or is not known",
                (record, to) -> RecordRow.text(record.executable(), to)),
            text("command_line", "its arguments", ProcessesTable::arguments),
            number("cgroup", "id of its cgroup", (record, to) -> RecordRow.id(record.cgroup(), to)),
            number(
                "netns",
                "inode of its network namespace",
                (record, to) -> RecordRow.id(record.netns(), to))));
  }

  private static ProcessRecord record(RecordRow row) {
    return ProcessRecord.read(row.bytes(), 0);
  }

  private static void why(int number, Field.Sink to) {
    RecordRow.text(number < WHY.size() ? WHY.get(number) : String.valueOf(number), to);
  }

  private static void arguments(ProcessRecord record, Field.Sink to) {
    String text = new String(record.arguments(), StandardCharsets.UTF_8);
    RecordRow.text(text.replace('\0', ' ').stripTrailing(), to);
  }

  private static TableColumn<RecordRow> number(
      String name, String meaning, TableColumn.Reader<ProcessRecord> reader) {
    return TableColumn.number(name, "", meaning, (row, to) -> reader.read(record(row), to));
  }

  private static TableColumn<RecordRow> text(
      String name, String meaning, TableColumn.Reader<ProcessRecord> reader) {
    return TableColumn.text(name, meaning, (row, to) -> reader.read(record(row), to));
  }
}
