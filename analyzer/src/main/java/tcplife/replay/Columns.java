// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tcplife.event.StateView;
import tcplife.replay.Column.Alignment;
import tcplife.session.Task;
import tcplife.session.TcpSocket;

/** tcplife's columns. */
final class Columns {
  private static final Column TIME = Column.left("TIME", 8, Columns::putTime);
  private static final Column TIMESTAMP = Column.left("TIME(s)", 9, Columns::putTimestamp);
  private static final Column IP =
      Column.left("IP", 2, (out, row) -> out.put(row.isIpv4() ? '4' : '6'));

  private static final List<Column> IDENTITY =
      List.of(
          Column.left("PID", 5, Columns::putPid),
          new Column("COMM", 10, 16, 16, Alignment.TEXT_CUT, Columns::putComm));

  private static final List<Column> ENDS =
      List.of(
          Column.address("LADDR", Columns::putLocal),
          Column.left("LPORT", 5, (out, row) -> out.putDecimal(row.session().socket().localPort())),
          Column.address("RADDR", Columns::putRemote),
          Column.left(
              "RPORT", 5, (out, row) -> out.putDecimal(row.session().socket().remotePort())));

  private static final List<Column> KILOBYTES =
      List.of(
          Column.count(
              "TX_KB",
              5,
              (out, row) -> putCount(out, row, row.session().counters().bytesAcked() >> 10)),
          Column.count(
              "RX_KB",
              5,
              (out, row) -> putCount(out, row, row.session().counters().bytesReceived() >> 10)));

  private static final List<Column> BYTES =
      List.of(
          Column.count(
              "TX_BYTES",
              10,
              (out, row) -> putCount(out, row, row.session().counters().bytesAcked())),
          Column.count(
              "RX_BYTES",
              10,
              (out, row) -> putCount(out, row, row.session().counters().bytesReceived())));

  private static final Column MS =
      Column.left(
          "MS", 0, (out, row) -> Milliseconds.put(out, row.session().life().microseconds()));

  private Columns() {}

  /**
   * The columns of a table, in tcplife's order.
   *
   * @param bytes whether what was sent and received is in bytes, not KB
   */
  static List<Column> of(boolean time, boolean timestamp, boolean bytes, Layout layout) {
    List<Column> columns = new ArrayList<>();
    if (time) {
      columns.add(TIME);
    }
    if (timestamp) {
      columns.add(TIMESTAMP);
    }
    columns.addAll(IDENTITY);
    if (layout.showsIp()) {
      columns.add(IP);
    }
    columns.addAll(ENDS);
    columns.addAll(bytes ? BYTES : KILOBYTES);
    columns.add(MS);
    return columns;
  }

  private static void putTime(RowBuffer out, Row row) {
    int second = row.secondOfDay();
    if (second < 0) {
      out.put('-');
      return;
    }
    out.putDecimal(second / 3600, 2);
    out.put(':');
    out.putDecimal(second / 60 % 60, 2);
    out.put(':');
    out.putDecimal(second % 60, 2);
  }

  private static void putCount(RowBuffer out, Row row, long count) {
    if (row.session().isCounted()) {
      out.putDecimal(count);
    } else {
      out.put('-');
    }
  }

  private static void putTimestamp(RowBuffer out, Row row) {
    long microseconds = row.microsecondsSinceFirst();
    if (microseconds < 0) {
      out.put('-');
      microseconds = -microseconds;
    }
    out.putDecimal(microseconds / 1_000_000);
    out.put('.');
    out.putDecimal(microseconds % 1_000_000, 6);
  }

  /** The columns of what tcplife would have told otherwise: its PID and COMM beside the owner's. */
  static List<Column> ofDifferences() {
    List<Column> columns = new ArrayList<>();
    columns.add(TIME);
    columns.addAll(IDENTITY);
    columns.add(
        Column.left(
            "EVIDENCE",
            8,
            (out, row) ->
                out.put(row.session().owners().evidence().name().toLowerCase(Locale.ROOT))));
    columns.add(
        Column.left("TCPLIFE_PID", 11, (out, row) -> putPid(out, row.session().tcplifeIdentity())));
    columns.add(
        new Column(
            "TCPLIFE_COMM",
            12,
            16,
            16,
            Alignment.TEXT_CUT,
            (out, row) -> putComm(out, row.session().tcplifeIdentity())));
    columns.addAll(ENDS);
    return columns;
  }

  private static void putPid(RowBuffer out, Row row) {
    putPid(out, row.task());
  }

  private static void putPid(RowBuffer out, Task task) {
    if (task == null || task.pid() == StateView.UNKNOWN) {
      out.put('-');
    } else {
      out.putDecimal(task.pid());
    }
  }

  private static void putComm(RowBuffer out, Row row) {
    putComm(out, row.task());
  }

  /** A process may name itself what it likes: what a terminal would obey is not let through. */
  private static void putComm(RowBuffer out, Task task) {
    if (task == null) {
      out.put('-');
      return;
    }
    for (int i = 0; i < 16 && task.comm(i) != 0; i++) {
      byte character = task.comm(i);
      out.put(character >= ' ' && character < 0x7f ? character : '?');
    }
  }

  private static void putLocal(RowBuffer out, Row row) {
    TcpSocket socket = row.session().socket();
    putAddress(out, row, socket.localHead(), socket.localTail());
  }

  private static void putRemote(RowBuffer out, Row row) {
    TcpSocket socket = row.session().socket();
    putAddress(out, row, socket.remoteHead(), socket.remoteTail());
  }

  private static void putAddress(RowBuffer out, Row row, long head, long tail) {
    if (!row.isIpv4()) {
      AddressText.putIpv6(out, head, tail);
    } else if (row.session().socket().isIpv4Socket()) {
      AddressText.putIpv4(out, (int) (head >>> 32));
    } else {
      AddressText.putIpv4(out, (int) tail);
    }
  }
}
