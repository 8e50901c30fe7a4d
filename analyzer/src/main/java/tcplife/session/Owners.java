// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.util.ArrayList;
import java.util.List;
import tcplife.event.StateLayout;
import tcplife.event.StateView;
import tcplife.event.TcpState;

/**
 * Who did what to a socket. Only what a process does counts: softirq makes the other transitions,
 * in whatever task it interrupted.
 */
public final class Owners {
  /** More are not kept. */
  private static final int MOST_SHARERS = 32;

  private Task listener;
  private Task opener;
  private Task acceptor;
  private Task holder;
  private List<Task> sharers = List.of();
  private Task closer;
  private boolean aborted;

  /**
   * @param listener whose listener its port had as it began, or null
   */
  Owners(Task listener) {
    this.listener = listener;
  }

  void transition(StateView event, Tasks tasks) {
    switch (event.newState()) {
      case TcpState.SYN_SENT -> opener = tasks.of(event);
      case TcpState.FIN_WAIT1, TcpState.LAST_ACK -> close(event, tasks, false);
      case TcpState.CLOSE -> {
        if (isAbort(event)) {
          close(event, tasks, true);
        }
      }
      default -> {
        // Made by softirq.
      }
    }
  }

  /** Whether a transition was made by the process that was current at it, and not by softirq. */
  public static boolean isByProcess(StateView event) {
    return switch (event.newState()) {
      case TcpState.SYN_SENT, TcpState.LISTEN -> true;
      case TcpState.FIN_WAIT1, TcpState.LAST_ACK -> !isByMptcpWorker(event);
      case TcpState.CLOSE ->
          event.oldState() == TcpState.LISTEN || isAbort(event) && !isByMptcpWorker(event);
      default -> false;
    };
  }

  /** An abort by its owner; a reset or a timeout leaves an error, and of other states softirq. */
  private static boolean isAbort(StateView event) {
    int old = event.oldState();
    return event.error() == 0
        && (old == TcpState.ESTABLISHED || old == TcpState.CLOSE_WAIT || old == TcpState.SYN_SENT);
  }

  private void close(StateView event, Tasks tasks, boolean abort) {
    if (closer == null && !isByMptcpWorker(event)) {
      closer = tasks.of(event);
      aborted = abort;
    }
  }

  /** The kernel closes the subflows of Multipath TCP in a worker: mptcp_worker, net/mptcp. */
  private static boolean isByMptcpWorker(StateView event) {
    int both = StateLayout.MPTCP | StateLayout.KERNEL_TASK;
    return (event.socket() & both) == both && event.socket() != StateView.UNKNOWN_SOCKET;
  }

  /** It came from a listener that was found after it. */
  void cameFrom(Task found) {
    listener = found;
  }

  void accepted(Task task) {
    if (acceptor == null) {
      acceptor = task;
    }
  }

  void heldBy(Task task) {
    if (holder == null) {
      holder = task;
    } else if (holder.pid() != task.pid() && sharers.size() < MOST_SHARERS) {
      if (sharers.isEmpty()) {
        sharers = new ArrayList<>();
      }
      sharers.add(task);
    }
  }

  /** At the end: names processes that were recorded after they did something. */
  void complete(Processes processes) {
    for (Task each : new Task[] {opener, acceptor, holder, closer, listener}) {
      if (each != null) {
        each.complete(processes);
      }
    }
  }

  /** Whose the socket is; null where nothing shows it. */
  public Task owner() {
    return switch (evidence()) {
      case CONNECT -> opener;
      case ACCEPT -> acceptor;
      case HOLDER, SHARED -> holder;
      case CLOSE, ABORT -> closer;
      case LISTENER -> listener;
      case NONE -> null;
    };
  }

  /** How the owner is known. */
  public Evidence evidence() {
    if (opener != null) {
      return Evidence.CONNECT;
    } else if (acceptor != null) {
      return Evidence.ACCEPT;
    } else if (holder != null && sharers.isEmpty()) {
      return Evidence.HOLDER;
    } else if (closer != null) {
      return closerEvidence();
    } else if (holder != null) {
      return Evidence.SHARED;
    }
    return listener == null ? Evidence.NONE : Evidence.LISTENER;
  }

  /** Whether an accept would tell more: of a connection that the peer ended, it may come late. */
  boolean isOpenToMore() {
    return evidence() == Evidence.LISTENER || evidence() == Evidence.NONE;
  }

  /** Others that an inventory found to hold the socket, beside the first; some, if many do. */
  public List<Task> sharers() {
    return sharers;
  }

  /** Whose listener it came from; of a listening socket, who made it listen, or else holds it. */
  public Task listener() {
    return listener != null ? listener : holder;
  }

  /** Who connected; null if that was not seen, or the peer did. */
  public Task opener() {
    return opener;
  }

  /** Who accepted; null if that was not seen. */
  public Task acceptor() {
    return acceptor;
  }

  /** Who closed, or aborted; null if that was not seen, or no process here did. */
  public Task closer() {
    return closer;
  }

  /** How the closer is known: by its CLOSE or its ABORT; NONE if it is not. */
  public Evidence closerEvidence() {
    if (closer == null) {
      return Evidence.NONE;
    }
    return aborted ? Evidence.ABORT : Evidence.CLOSE;
  }
}
