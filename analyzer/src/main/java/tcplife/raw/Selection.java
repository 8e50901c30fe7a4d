// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import java.nio.ByteBuffer;
import org.agrona.collections.Int2IntHashMap;
import org.agrona.collections.IntHashSet;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongHashSet;
import tcplife.event.AcceptRecord;
import tcplife.event.ProcessRecord;
import tcplife.event.RecordHeader;
import tcplife.event.StateView;
import tcplife.session.Keys;
import tcplife.session.Window;

/**
 * Chooses the records of one boot that belong into a cut: first {@link #observe} all of them, then
 * {@link #choose}, and then ask of each whether it is {@link #contains contained}.
 *
 * <p>A socket is in the cut with all its records, if it was there within the window and a filter
 * wants it. With it come the listener that its port had, the processes that acted on it, and those
 * from which these were forked. What belongs to no socket is kept: clocks, losses, names,
 * inventories, ends, kinds yet unknown.
 */
final class Selection {
  private static final int COOKIE = RecordHeader.SIZE + Long.BYTES;
  private static final int NONE = -1;

  private final Window window;
  private final SocketFilter filter;
  private final StateView event = new StateView();
  private final Long2ObjectHashMap<Socket> sockets = new Long2ObjectHashMap<>();
  private final Int2IntHashMap parents = new Int2IntHashMap(NONE);
  private final LongHashSet chosen = new LongHashSet();
  private final IntHashSet pids = new IntHashSet();

  Selection(Window window, SocketFilter filter) {
    this.window = window;
    this.filter = filter;
  }

  /**
   * Takes note of a record.
   *
   * @param wall when it was, ns
   */
  void observe(ByteBuffer record, long wall) {
    switch (RecordHeader.kind(record, 0)) {
      case RecordHeader.STATE_KIND -> socket(record, wall, false);
      case RecordHeader.OPEN_KIND -> socket(record, wall, true);
      case RecordHeader.ACCEPT_KIND -> {
        Socket socket = sockets.get(key(record));
        if (socket != null) {
          socket.of(AcceptRecord.read(record, 0).pid(), filter);
        }
      }
      case RecordHeader.PROCESS_KIND -> {
        ProcessRecord process = ProcessRecord.read(record, 0);
        if (process.why() == ProcessRecord.FORK && process.parent() != NONE) {
          parents.put(process.pid(), process.parent());
        }
      }
      default -> {
        // Says nothing of whose socket is whose.
      }
    }
  }

  private static long key(ByteBuffer record) {
    return Keys.of(record.getLong(COOKIE));
  }

  private void socket(ByteBuffer record, long wall, boolean found) {
    event.wrap(record, 0);
    Socket socket = sockets.get(key(record));
    if (socket == null) {
      socket = new Socket(event, wall, found);
      sockets.put(key(record), socket);
    }
    socket.observe(event, wall, found, filter);
    if (socket.isClosed() && !socket.isListener() && !socket.touches(window)) {
      // What is kept in memory grows with the cut, and not with the capture.
      sockets.remove(key(record));
    }
  }

  /** All was observed. */
  void choose() {
    Long2ObjectHashMap<IntHashSet> listeners = new Long2ObjectHashMap<>();
    LongHashSet keys = new LongHashSet();
    sockets.values().stream()
        .filter(Socket::isListener)
        .forEach(
            each ->
                listeners
                    .computeIfAbsent(each.listenerKey(), unused -> new IntHashSet())
                    .addAll(each.pids()));
    IntHashSet none = new IntHashSet();
    sockets.forEachLong(
        (key, socket) -> {
          IntHashSet theirs = listeners.getOrDefault(socket.listenerKey(), none);
          if (!socket.isListener() && socket.isWantedOf(theirs, filter)) {
            choose(key, socket);
            keys.add(socket.listenerKey());
          }
        });
    sockets.forEachLong(
        (key, socket) -> {
          boolean itself = socket.touches(window) && socket.isWanted();
          if (socket.isListener() && (itself || keys.contains(socket.listenerKey()))) {
            choose(key, socket);
          }
        });
    addParents();
    sockets.clear();
  }

  private void choose(long key, Socket socket) {
    chosen.add(key);
    pids.addAll(socket.pids());
  }

  /** A process that was forked and did not exec is what its parent is. */
  private void addParents() {
    for (int pid : pids.toArray(new Integer[0])) {
      int parent = parents.get(pid);
      while (parent != NONE && pids.add(parent)) {
        parent = parents.get(parent);
      }
    }
  }

  /** Whether a record belongs into the cut. */
  boolean contains(ByteBuffer record) {
    return switch (RecordHeader.kind(record, 0)) {
      case RecordHeader.STATE_KIND,
          RecordHeader.OPEN_KIND,
          RecordHeader.ACCEPT_KIND,
          RecordHeader.RESET_KIND,
          RecordHeader.RETRANSMIT_KIND ->
          chosen.contains(key(record));
      case RecordHeader.PROCESS_KIND -> pids.contains(ProcessRecord.read(record, 0).pid());
      default -> true;
    };
  }
}
