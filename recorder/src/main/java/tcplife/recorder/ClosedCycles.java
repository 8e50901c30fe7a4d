// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

/** What becomes of a cycle after it is closed. */
@FunctionalInterface
interface ClosedCycles {
  /** Told by the thread that records, once for each cycle, in order; does not keep it waiting. */
  void closed(int cycle);
}
