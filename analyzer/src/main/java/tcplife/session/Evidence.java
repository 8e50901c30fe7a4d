// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

/** How it is known whose a socket is: the strongest first. */
public enum Evidence {
  /** It connected it. */
  CONNECT,
  /** It accepted it. */
  ACCEPT,
  /** An inventory found it among its open files, and no other process's. */
  HOLDER,
  /** It closed it, or its side of it. */
  CLOSE,
  /** It aborted it: the peer was sent a reset. */
  ABORT,
  /** An inventory found it among the open files of several processes, of which this is one. */
  SHARED,
  /** It began to listen where the connection came in. */
  LISTENER,
  /** Nothing shows it. */
  NONE
}
