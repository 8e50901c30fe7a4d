// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

/** Closed sessions, one after another. */
@FunctionalInterface
public interface SessionSource {
  /** The next session, or null at the end. */
  Session next();
}
