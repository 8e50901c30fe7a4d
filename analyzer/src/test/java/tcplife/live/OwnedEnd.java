// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import tcplife.event.StateNames;
import tcplife.event.TcpState;
import tcplife.session.Evidence;
import tcplife.session.Owners;
import tcplife.session.Session;
import tcplife.session.Task;

/**
 * Whose an end of a connection was, and how that is known.
 *
 * @param owner PID
 * @param closer PID of who closed it; 0 if no process did
 * @param state the last that was recorded
 */
record OwnedEnd(Ends ends, int owner, Evidence evidence, int closer, String state) {
  /** One that has closed. */
  static OwnedEnd closed(Ends ends, int owner, Evidence evidence, int closer) {
    return new OwnedEnd(ends, owner, evidence, closer, StateNames.of(TcpState.CLOSE));
  }

  static OwnedEnd of(Session session) {
    Owners owners = session.owners();
    return new OwnedEnd(
        Ends.ofIpv4(session.socket()),
        pid(owners.owner()),
        owners.evidence(),
        pid(owners.closer()),
        StateNames.of(session.path().last()));
  }

  boolean isClosed() {
    return state.equals(StateNames.of(TcpState.CLOSE));
  }

  private static int pid(Task task) {
    return task == null ? 0 : task.pid();
  }
}
