// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

/**
 * A time, as of the records of a batch or of a loss; both ends included.
 *
 * @param since ns of CLOCK_BOOTTIME
 * @param until ns of CLOCK_BOOTTIME
 */
public record TimeSpan(long since, long until) {
  /** Whether it has a moment in common with another. */
  public boolean touches(long first, long last) {
    return since <= last && until >= first;
  }

  /** The least one that holds both. */
  TimeSpan with(TimeSpan other) {
    return other == null
        ? this
        : new TimeSpan(Math.min(since, other.since), Math.max(until, other.until));
  }
}
