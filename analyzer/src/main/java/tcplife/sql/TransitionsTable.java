// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import tcplife.event.RecordHeader;
import tcplife.event.StateLayout;
import tcplife.event.StateNames;
import tcplife.event.StateView;
import tcplife.field.Field;
import tcplife.session.Owners;

/** The transitions of sockets, as the kernel's tracepoint sock:inet_sock_set_state gave them. */
final class TransitionsTable {
  private TransitionsTable() {}

  static RecordTable table() {
    List<TableColumn<RecordRow>> columns = new ArrayList<>(event());
    columns.addAll(socket());
    columns.addAll(task());
    columns.addAll(counters());
    return new RecordTable(
        "transitions",
        "a row for each transition of a TCP socket from a state to another",
        RecordHeader.STATE_KIND,
        (row, window) -> window.touches(row.wall(row.time()), row.wall(row.time())),
        columns);
  }

  private static List<TableColumn<RecordRow>> event() {
    return List.of(
        TableColumn.time("time_ns", "when it was", (row, to) -> row.wall(row.time(), to)),
        TableColumn.number(
            "cpu",
            "",
            "where the kernel ran",
            (row, to) -> to.number(RecordHeader.cpu(row.bytes(), 0))),
        TableColumn.number(
            "sequence",
            "",
            "number of the event on its CPU: a gap is loss",
            (row, to) -> to.number(RecordHeader.sequence(row.bytes(), 0))),
        TableColumn.number(
            "cookie", "", "the socket's cookie", (row, to) -> to.number(row.state().cookie())),
        TableColumn.text(
            "old_state",
            "the state that was left",
            (row, to) -> to.text(StateNames.of(row.state().oldState()))),
        TableColumn.text(
            "new_state",
            "the state that was entered",
            (row, to) -> to.text(StateNames.of(row.state().newState()))));
  }

  private static List<TableColumn<RecordRow>> socket() {
    return List.of(
        address("local_address", "address of this end", StateView::localHead, StateView::localTail),
        TableColumn.number(
            "local_port",
            "",
            "port of this end; 0 before it has one",
            (row, to) -> to.number(row.state().localPort())),
        address(
            "remote_address", "address of the peer", StateView::remoteHead, StateView::remoteTail),
        TableColumn.number(
            "remote_port",
            "",
            "port of the peer",
            (row, to) -> to.number(row.state().remotePort())),
        TableColumn.number("error", "", "errno that was pending, 0 for none", id(StateView::error)),
        TableColumn.number("netns", "", "inode of its network namespace", id(StateView::netns)),
        TableColumn.number("uid", "", "the socket's user", id(StateView::uid)));
  }

  private static List<TableColumn<RecordRow>> task() {
    return List.of(
        TableColumn.number("pid", "", "PID of what ran then", id(StateView::pid)),
        TableColumn.number("tid", "", "TID of what ran then", id(StateView::tid)),
        TableColumn.text(
            "comm", "COMM of what ran then", (row, to) -> RecordRow.text(row.state().comm(), to)),
        TableColumn.flag(
            "by_process",
            "what ran did it; else an interrupt did, and what ran has no part in it",
            (row, to) -> to.flag(Owners.isByProcess(row.state()))),
        TableColumn.flag(
            "nested",
            "it interrupted the recording of another one",
            (row, to) -> to.flag(isNested(row))));
  }

  private static boolean isNested(RecordRow row) {
    return (RecordHeader.flags(row.bytes(), 0) & StateLayout.NESTED_FLAG) != 0;
  }

  private static TableColumn.Reader<RecordRow> id(ToIntFunction<StateView> number) {
    return (row, to) -> RecordRow.id(number.applyAsInt(row.state()), to);
  }

  private static TableColumn<RecordRow> address(
      String name, String meaning, ToLongFunction<StateView> head, ToLongFunction<StateView> tail) {
    return new TableColumn<>(
        name,
        Field.Type.ADDRESS,
        "",
        meaning,
        (row, to) -> {
          long first = head.applyAsLong(row.state());
          if (row.state().family() == StateLayout.IPV4) {
            to.address(0, 0xffff00000000L | first >>> Integer.SIZE, true);
          } else {
            to.address(first, tail.applyAsLong(row.state()), isIpv4(row.state()));
          }
        });
  }

  /** As of sessions: a socket of IPv6 speaks IPv4 if both ends are such addresses. */
  private static boolean isIpv4(StateView event) {
    return isMapped(event.localHead(), event.localTail())
        && isMapped(event.remoteHead(), event.remoteTail());
  }

  private static boolean isMapped(long head, long tail) {
    return head == 0 && tail >>> Integer.SIZE == 0xffff;
  }

  private static List<TableColumn<RecordRow>> counters() {
    return List.of(
        counter("bytes_acked", "acknowledged by the peer so far", StateView::bytesAcked),
        counter("bytes_received", "received in order so far", StateView::bytesReceived),
        counter("bytes_sent", "payload sent so far, retransmits too", StateView::bytesSent),
        counter("bytes_retransmitted", "payload sent again", StateView::bytesRetransmitted),
        counter(
            "receive_queue",
            "received and not read by anyone",
            event -> Integer.toUnsignedLong(event.counter(StateLayout.RECEIVE_QUEUE))),
        counter(
            "send_queue",
            "written and not acknowledged",
            event -> Integer.toUnsignedLong(event.counter(StateLayout.SEND_QUEUE))));
  }

  private static TableColumn<RecordRow> counter(
      String name, String meaning, ToLongFunction<StateView> value) {
    return TableColumn.number(
        name,
        "bytes",
        meaning,
        (row, to) -> {
          if (row.state().hasCounters()) {
            to.number(value.applyAsLong(row.state()));
          } else {
            to.none();
          }
        });
  }
}
