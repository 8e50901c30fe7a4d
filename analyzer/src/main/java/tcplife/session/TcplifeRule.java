// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import tcplife.event.StateView;
import tcplife.event.TcpState;

/** How tcplife sees a session: what it counts its time from, and whom it takes it to be of. */
final class TcplifeRule {
  /** Sessions of any process. */
  static final int ANY_PID = 0;

  private final int pid;

  TcplifeRule(int pid) {
    this.pid = pid;
  }

  /** At SYN_SENT and LAST_ACK, else, if nothing is known yet, at CLOSE. */
  void transition(Session session, StateView event, Tasks tasks) {
    int newState = event.newState();
    if (newState < TcpState.FIN_WAIT1) {
      session.life().born(event.time());
    }
    if (!session.life().isBorn()) {
      return;
    }
    boolean cached = newState == TcpState.SYN_SENT || newState == TcpState.LAST_ACK;
    boolean last = newState == TcpState.CLOSE && session.tcplifeIdentity() == null;
    if (last || cached && (pid == ANY_PID || event.pid() == pid)) {
      session.identify(tasks.of(event));
    }
  }
}
