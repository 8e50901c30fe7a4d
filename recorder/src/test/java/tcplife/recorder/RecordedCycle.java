// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import tcplife.capture.Capture;
import tcplife.capture.RecordCursor;
import tcplife.event.InventoryRecord;
import tcplife.event.NameRecord;
import tcplife.event.ProcessRecord;
import tcplife.event.RecordHeader;
import tcplife.event.StateLayout;
import tcplife.event.StateView;
import tcplife.event.TcpState;

/** What a cycle of a capture holds beside its transitions. */
final class RecordedCycle {
  /** A socket that an inventory found. */
  record Found(
      long cookie,
      int pid,
      int descriptor,
      String comm,
      int uid,
      long cgroup,
      int netns,
      int family,
      int localPort,
      int remotePort,
      int state,
      boolean orphan,
      long sent,
      long received,
      long unread) {
    static Found of(StateView view) {
      return new Found(
          view.cookie(),
          view.pid(),
          view.tid(),
          text(view.comm()),
          view.uid(),
          view.cgroup(),
          view.netns(),
          view.family(),
          view.localPort(),
          view.remotePort(),
          view.newState(),
          (view.socket() & StateLayout.ORPHAN) != 0,
          view.bytesSent(),
          view.bytesReceived(),
          view.counter(StateLayout.RECEIVE_QUEUE));
    }
  }

  final List<InventoryRecord> marks = new ArrayList<>();
  final List<Found> sockets = new ArrayList<>();

  /** Those that an inventory found. */
  final List<ProcessRecord> processes = new ArrayList<>();

  final List<NameRecord> names = new ArrayList<>();

  /** Cookies of the sockets whose first state was recorded. */
  final Set<Long> begun = new HashSet<>();

  /**
   * When sockets that closed were connected, by cookie, as far as either end of their connection
   * was seen to be, ns of CLOCK_BOOTTIME.
   */
  final Map<Long, Long> connected = new HashMap<>();

  /** When connections were established last, by an end that was seen to be. */
  private final Map<Ends, Long> established = new HashMap<>();

  /** Address, in two halves, and port of each side. */
  private record Ends(int netns, List<Long> local, List<Long> remote) {
    static Ends of(StateView view) {
      return new Ends(
          view.netns(),
          List.of(view.localHead(), view.localTail(), (long) view.localPort()),
          List.of(view.remoteHead(), view.remoteTail(), (long) view.remotePort()));
    }

    Ends ofPeer() {
      return new Ends(netns, remote, local);
    }
  }

  /** When sockets closed, by cookie, ns of CLOCK_BOOTTIME. */
  final Map<Long, Long> closed = new HashMap<>();

  /** All cycles of a capture, which must have been closed in order. */
  static List<RecordedCycle> read(Path path) {
    List<RecordedCycle> cycles = new ArrayList<>();
    StateView view = new StateView();
    try (RecordCursor cursor = Capture.open(path).records(RecordedCycle::refuse)) {
      RecordedCycle cycle = new RecordedCycle();
      while (cursor.next()) {
        cycle.add(cursor, view);
        if (cursor.kind() == RecordHeader.END_KIND) {
          cycles.add(cycle);
          cycle = new RecordedCycle();
        }
      }
    }
    return cycles;
  }

  private static void refuse(Object damage) {
    throw new AssertionError(damage);
  }

  private void add(RecordCursor cursor, StateView view) {
    switch (cursor.kind()) {
      case RecordHeader.INVENTORY_KIND ->
          marks.add(InventoryRecord.read(cursor.buffer(), cursor.offset()));
      case RecordHeader.OPEN_KIND ->
          sockets.add(Found.of(view.wrap(cursor.buffer(), cursor.offset())));
      case RecordHeader.PROCESS_KIND ->
          addFound(ProcessRecord.read(cursor.buffer(), cursor.offset()));
      case RecordHeader.NAME_KIND -> names.add(NameRecord.read(cursor.buffer(), cursor.offset()));
      case RecordHeader.STATE_KIND -> transition(view.wrap(cursor.buffer(), cursor.offset()));
      default -> {}
    }
  }

  private void addFound(ProcessRecord process) {
    if (process.why() == ProcessRecord.FOUND) {
      processes.add(process);
    }
  }

  private void transition(StateView view) {
    boolean closes = view.newState() == TcpState.CLOSE;
    if (view.oldState() == TcpState.CLOSE || view.oldState() == TcpState.LISTEN && !closes) {
      begun.add(view.cookie());
    }
    if (view.newState() == TcpState.ESTABLISHED) {
      established.put(Ends.of(view), view.time());
    }
    if (closes) {
      closed.put(view.cookie(), view.time());
      Ends ends = Ends.of(view);
      long here = established.getOrDefault(ends, 0L);
      long there = established.getOrDefault(ends.ofPeer(), 0L);
      connected.put(view.cookie(), Math.max(here, there));
    }
  }

  /** Cookies of sockets that were not seen beginning but closing, and when they closed. */
  Map<Long, Long> closedWithoutBeginning() {
    Map<Long, Long> result = new HashMap<>(closed);
    result.keySet().removeAll(begun);
    return result;
  }

  List<Found> sockets(Predicate<Found> which) {
    return sockets.stream().filter(which).toList();
  }

  /** The name of a number, null if there is none. */
  String name(int what, long id) {
    return names.stream()
        .filter(name -> name.what() == what && name.id() == id)
        .map(name -> text(name.text()))
        .findFirst()
        .orElse(null);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
