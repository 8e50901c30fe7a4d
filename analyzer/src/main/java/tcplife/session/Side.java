// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

/** An end of a connection. */
public enum Side {
  /** The socket that was recorded. */
  LOCAL,
  /** Its peer. */
  REMOTE,
  /** Both at once. */
  BOTH
}
