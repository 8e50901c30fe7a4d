// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.List;
import tcplife.capture.Capture;
import tcplife.field.Field;
import tcplife.session.CaptureFindings;
import tcplife.session.Window;
import tcplife.sql.ListenerScan.Listener;

/** The sockets that listened. */
final class ListenersTable implements CaptureTable<Listener> {
  private static final List<TableColumn<Listener>> COLUMNS =
      List.of(
          TableColumn.text(
              "host", "name of the recording host", (row, to) -> RecordRow.text(row.host, to)),
          TableColumn.text(
              "boot_id",
              "the host's boot: with it, a cookie names a socket",
              (row, to) -> RecordRow.text(row.bootId, to)),
          TableColumn.number(
              "cookie", "", "the socket's cookie", (row, to) -> to.number(row.cookie)),
          TableColumn.number(
              "netns",
              "",
              "inode of its network namespace",
              (row, to) -> RecordRow.id(row.netns, to)),
          new TableColumn<>(
              "local_address",
              Field.Type.ADDRESS,
              "",
              "where it listened; 0.0.0.0 or :: for everywhere",
              (row, to) -> to.address(row.head, row.tail, row.ipv4)),
          TableColumn.number("local_port", "", "its port", (row, to) -> to.number(row.port)),
          TableColumn.time(
              "opened_ns",
              "when it began to listen; NULL if before",
              (row, to) -> time(row.opened, to)),
          TableColumn.time(
              "closed_ns",
              "when it ended; NULL while it listens",
              (row, to) -> time(row.closed, to)),
          TableColumn.time(
              "seen_from_ns",
              "since when it is known: when it began, or the recording met it first",
              (row, to) -> time(row.seenFrom, to)),
          TableColumn.number("pid", "", "PID of its owner", (row, to) -> RecordRow.id(row.pid, to)),
          TableColumn.text("comm", "COMM of its owner", (row, to) -> RecordRow.text(row.comm, to)),
          TableColumn.text(
              "executable",
              "file of its owner's program",
              (row, to) -> RecordRow.text(row.executable, to)),
          TableColumn.text(
              "command_line",
              "its owner's arguments",
              (row, to) -> RecordRow.text(row.commandLine, to)),
          TableColumn.number(
              "uid", "", "the socket's user", (row, to) -> RecordRow.id(row.uid, to)));

  private static void time(long wall, Field.Sink to) {
    if (wall == 0) {
      to.none();
    } else {
      to.number(wall);
    }
  }

  @Override
  public String name() {
    return "listeners";
  }

  @Override
  public String meaning() {
    return "a row for each socket that listened";
  }

  @Override
  public List<TableColumn<Listener>> columns() {
    return COLUMNS;
  }

  @Override
  public Rows<Listener> read(Capture capture, Window window, CaptureFindings findings) {
    ListenerScan scan = new ListenerScan(capture, window.to(), findings);
    return new Rows<>() {
      @Override
      public Listener next() {
        Listener listener = scan.next();
        while (listener != null && !window.touches(first(listener), last(listener))) {
          listener = scan.next();
        }
        return listener;
      }

      @Override
      public void close() {
        scan.close();
      }
    };
  }

  private static long first(Listener listener) {
    return listener.opened == 0 ? Long.MIN_VALUE : listener.opened;
  }

  private static long last(Listener listener) {
    return listener.closed == 0 ? Long.MAX_VALUE : listener.closed;
  }
}
