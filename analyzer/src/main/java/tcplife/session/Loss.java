// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

/** Whether transitions of a session were lost, as far as a capture tells. */
public enum Loss {
  /** None, if the capture is as it was recorded. */
  NONE,
  /** Perhaps: events were lost while it may have been open. */
  POSSIBLE,
  /** Certainly: a state that it left is not the one that it had entered last. */
  CERTAIN,
  /** Its end was lost. */
  END
}
