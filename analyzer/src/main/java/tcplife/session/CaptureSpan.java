// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import tcplife.capture.Capture;
import tcplife.event.RecordHeader;

/**
 * From when to when a capture is.
 *
 * @param start time of its earliest record, ns since 1970-01-01T00:00Z
 * @param end likewise, of its latest
 * @param zone time zone of the recording host at the first of its clock records
 * @param hasWallTime whether it has clock records; without one, start and end are ns of
 *     CLOCK_BOOTTIME
 * @param stretches of time by one clock record each, in their order
 */
public record CaptureSpan(
    long start, long end, ZoneId zone, boolean hasWallTime, List<Stretch> stretches) {
  /**
   * A time during which one clock record counts.
   *
   * @param recording ordinal of the recording in its capture, from 0
   * @param from its first record, ns of CLOCK_BOOTTIME
   * @param to its last one
   * @param offset from CLOCK_BOOTTIME to ns since 1970-01-01T00:00Z
   */
  record Stretch(int recording, long from, long to, long offset) {
    boolean begins(long wall) {
      return from + offset <= wall;
    }

    boolean holds(long wall) {
      return begins(wall) && wall <= to + offset;
    }
  }

  /**
   * A moment by the clock that never steps.
   *
   * @param recording ordinal of the recording in its capture, from 0
   * @param bootTime ns of CLOCK_BOOTTIME
   * @param recorded whether somebody recorded then; else it is after the recording
   */
  record Point(int recording, long bootTime, boolean recorded) {}

  /** A time, ns since 1970-01-01T00:00Z, as ISO 8601 in the zone of the recording host. */
  public String text(long wall) {
    return Instant.ofEpochSecond(0, wall).atZone(zone).toOffsetDateTime().toString();
  }

  /**
   * When a wall clock showed a time within the span. One that was set back showed it twice: the
   * later counts. One that was set forward may never have shown it: then just before that.
   */
  Point at(long wall) {
    Stretch found = stretches.get(0);
    for (Stretch each : stretches) {
      if (each.holds(wall) || each.begins(wall) && !found.holds(wall)) {
        found = each;
      }
    }
    int next = stretches.indexOf(found) + 1;
    boolean goesOn =
        next < stretches.size() && stretches.get(next).recording() == found.recording();
    long last = goesOn ? stretches.get(next).from() : found.to();
    long bootTime = Math.max(found.from(), Math.min(wall - found.offset(), last));
    return new Point(found.recording(), bootTime, goesOn || wall <= found.to() + found.offset());
  }

  /** The same by a look at its first and its last cycle only, without what is between. */
  public static CaptureSpan edges(Capture capture) {
    List<Integer> cycles = capture.cycles();
    if (cycles.size() > 1) {
      CaptureSpan last = of(capture.fromCycle(cycles.get(cycles.size() - 1)));
      try (RecordScan scan = new RecordScan(capture, new CaptureFindings(capture.directory()))) {
        if (last.hasWallTime() && scan.next() && scan.clock().isSet()) {
          long start = scan.clock().wall(RecordHeader.time(scan.record(), 0));
          return new CaptureSpan(
              start, last.end(), scan.clock().zone(), true, List.copyOf(last.stretches()));
        }
      }
    }
    return of(capture);
  }

  /** Reads a whole capture for it. */
  public static CaptureSpan of(Capture capture) {
    List<Stretch> stretches = new ArrayList<>();
    ZoneId zone = null;
    int recording = -1;
    try (RecordScan scan = new RecordScan(capture, new CaptureFindings(capture.directory()))) {
      while (scan.next()) {
        recording += scan.startsRecording() ? 1 : 0;
        if (zone == null && scan.clock().isSet()) {
          zone = scan.clock().zone();
          // What came before had no wall time.
          stretches.clear();
        }
        ByteBuffer record = scan.record();
        if (RecordHeader.hasTime(record, 0) && (scan.clock().isSet() || zone == null)) {
          add(stretches, recording, RecordHeader.time(record, 0), scan.clock().wall(0));
        }
      }
    }
    return of(stretches, zone);
  }

  private static CaptureSpan of(List<Stretch> stretches, ZoneId zone) {
    long start = Long.MAX_VALUE;
    long end = Long.MIN_VALUE;
    for (Stretch each : stretches) {
      start = Math.min(start, each.from() + each.offset());
      end = Math.max(end, each.to() + each.offset());
    }
    return new CaptureSpan(
        start, end, zone == null ? ZoneOffset.UTC : zone, zone != null, stretches);
  }

  private static void add(List<Stretch> stretches, int recording, long time, long offset) {
    int last = stretches.size() - 1;
    Stretch open = last < 0 ? null : stretches.get(last);
    if (open != null && open.recording() == recording && open.offset() == offset) {
      if (time < open.from() || time > open.to()) {
        long from = Math.min(open.from(), time);
        stretches.set(last, new Stretch(recording, from, Math.max(open.to(), time), offset));
      }
    } else {
      stretches.add(new Stretch(recording, time, time, offset));
    }
  }
}
