// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import org.agrona.collections.IntHashSet;
import tcplife.event.StateView;
import tcplife.event.TcpState;
import tcplife.session.Keys;
import tcplife.session.Owners;
import tcplife.session.Window;

/** What the records of a socket tell of whether it belongs into a cut. */
final class Socket {
  private final IntHashSet pids = new IntHashSet();
  private long first;
  private long last = Long.MIN_VALUE;
  private boolean closed;
  private boolean listener;
  private boolean portsWanted;
  private boolean pidWanted;
  private boolean addressesWanted;
  private long listenerKey;

  /**
   * @param first the event from which it is known
   * @param wall when that was, ns
   * @param found by an inventory
   */
  Socket(StateView first, long wall, boolean found) {
    int oldState = first.oldState();
    boolean born = oldState == TcpState.CLOSE || oldState == TcpState.LISTEN;
    // It may be as old as can be.
    this.first = born && !found ? wall : Long.MIN_VALUE;
  }

  /**
   * Takes a transition, or that an inventory found it.
   *
   * @param wall when that was, ns
   * @param found by an inventory
   */
  void observe(StateView event, long wall, boolean found, SocketFilter filter) {
    first = Math.min(first, wall);
    last = Math.max(last, wall);
    closed = event.newState() == TcpState.CLOSE && !found;
    boolean listens = event.newState() == TcpState.LISTEN;
    listener |= listens;
    portsWanted |= filter.acceptsPorts(event);
    addressesWanted |= filter.acceptsAddresses(event);
    if (event.localPort() != 0) {
      listenerKey = Keys.of((long) event.netns() << 16 | event.localPort());
    }
    if (found || listens || Owners.isByProcess(event)) {
      of(event.pid(), filter);
    }
  }

  /** It is, or was, a process's. */
  void of(int pid, SocketFilter filter) {
    pids.add(pid);
    pidWanted |= filter.acceptsPid(pid);
  }

  /** Whether it was there within a window of time; if it did not close it still is. */
  boolean touches(Window window) {
    return window.touches(first, closed ? last : Long.MAX_VALUE);
  }

  boolean isClosed() {
    return closed;
  }

  boolean isListener() {
    return listener;
  }

  /** Whose it is known to be or to have been. */
  IntHashSet pids() {
    return pids;
  }

  /** Namespace and local port: the same for a listener and what it accepts. */
  long listenerKey() {
    return listenerKey;
  }

  /** Whether all was seen that a filter asks for. */
  boolean isWanted() {
    return portsWanted && addressesWanted && pidWanted;
  }

  /** The same, if its listener's process were its own. */
  boolean isWantedOf(IntHashSet listeners, SocketFilter filter) {
    boolean wanted = filter.pid() == null || listeners.contains(filter.pid());
    return portsWanted && addressesWanted && (pidWanted || pids.isEmpty() && wanted);
  }
}
