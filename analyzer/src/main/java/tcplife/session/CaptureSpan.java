// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
 */
public record CaptureSpan(long start, long end, ZoneId zone, boolean hasWallTime) {
  /** A time, ns since 1970-01-01T00:00Z, as ISO 8601 in the zone of the recording host. */
  public String text(long wall) {
    return Instant.ofEpochSecond(0, wall).atZone(zone).toOffsetDateTime().toString();
  }

  /** Reads a whole capture for it. */
  public static CaptureSpan of(Capture capture) {
    long start = Long.MAX_VALUE;
    long end = Long.MIN_VALUE;
    ZoneId zone = null;
    try (RecordScan scan = new RecordScan(capture, new CaptureFindings(capture.directory()))) {
      while (scan.next()) {
        ByteBuffer record = scan.record();
        if (zone == null && scan.clock().isSet()) {
          zone = scan.clock().zone();
          // What came before had no wall time.
          start = Long.MAX_VALUE;
          end = Long.MIN_VALUE;
        }
        if (RecordHeader.hasTime(record, 0) && (scan.clock().isSet() || zone == null)) {
          long wall = scan.clock().wall(RecordHeader.time(record, 0));
          start = Math.min(start, wall);
          end = Math.max(end, wall);
        }
      }
    }
    boolean hasWallTime = zone != null;
    return new CaptureSpan(start, end, hasWallTime ? zone : ZoneOffset.UTC, hasWallTime);
  }
}
