// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.util.List;
import tcplife.capture.Capture;
import tcplife.capture.RecordCursor;
import tcplife.event.ClockRecord;
import tcplife.event.RecordHeader;

/** When the cycles of a capture began: a cycle begins with a clock record. */
public final class CycleIndex {
  private CycleIndex() {}

  /**
   * A capture without the cycles that had ended by a time. What was open then was found by an
   * inventory of the first cycle left, but not when it began.
   *
   * @param wallTime ns since 1970-01-01T00:00Z
   */
  public static Capture since(Capture capture, long wallTime) {
    List<Integer> cycles = capture.cycles();
    int first = 0;
    // A clock that was set back may show a time twice: the first counts.
    while (first + 1 < cycles.size() && hasBegun(capture, cycles.get(first + 1), wallTime)) {
      first++;
    }
    return first == 0 ? capture : capture.fromCycle(cycles.get(first));
  }

  private static boolean hasBegun(Capture capture, int cycle, long wallTime) {
    try (RecordCursor cursor = capture.fromCycle(cycle).records(damage -> {})) {
      return cursor.next()
          && cursor.kind() == RecordHeader.CLOCK_KIND
          && isBefore(ClockRecord.read(cursor.buffer(), cursor.offset()).realtime(), wallTime);
    }
  }

  /** By so much that no record of the cycle before can be of the time. */
  private static boolean isBefore(long start, long wallTime) {
    return start < wallTime && wallTime - start >= CloseOrder.WINDOW;
  }
}
