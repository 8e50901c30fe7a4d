// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.time.ZoneId;

/** Closed sessions, one after another. */
public interface SessionSource {
  /** The next session, or null at the end. */
  Session next();

  /** The time zone of the host that recorded the session returned last. */
  ZoneId zone();
}
