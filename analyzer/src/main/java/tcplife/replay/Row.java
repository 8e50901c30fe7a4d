// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import tcplife.session.Session;
import tcplife.session.Task;

/** What the columns are filled from: a session, and how to look at it. */
final class Row {
  private final boolean asTcplife;
  private Session session;
  private long microsecondsSinceFirst;
  private int secondOfDay;

  /**
   * @param asTcplife whether PID, COMM, IP and addresses are what tcplife would print
   */
  Row(boolean asTcplife) {
    this.asTcplife = asTcplife;
  }

  void set(Session session, long microsecondsSinceFirst, int secondOfDay) {
    this.session = session;
    this.microsecondsSinceFirst = microsecondsSinceFirst;
    this.secondOfDay = secondOfDay;
  }

  Session session() {
    return session;
  }

  /** Whose session it is; null if that is not known. */
  Task task() {
    return asTcplife ? session.tcplifeIdentity() : session.owners().owner();
  }

  /** Whether its addresses are shown as IPv4. */
  boolean isIpv4() {
    return asTcplife ? session.socket().isIpv4Socket() : session.socket().isIpv4();
  }

  long microsecondsSinceFirst() {
    return microsecondsSinceFirst;
  }

  /** When it closed, by the clock on the wall: seconds since midnight; -1 if that is not known. */
  int secondOfDay() {
    return secondOfDay;
  }
}
