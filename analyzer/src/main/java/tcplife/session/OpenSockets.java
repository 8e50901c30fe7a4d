// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.util.ArrayList;
import java.util.List;
import tcplife.capture.Capture;
import tcplife.capture.Manifest.Recording;
import tcplife.capture.RecordCursor;
import tcplife.event.RecordHeader;

/** The sockets that were open on a recorded host at one moment, listening ones included. */
public final class OpenSockets {
  private final List<Session> sockets = new ArrayList<>();
  private final CaptureSpan.Point moment;
  private boolean inventoried;

  private OpenSockets(CaptureSpan.Point moment) {
    this.moment = moment;
  }

  /**
   * Reads a capture up to a moment.
   *
   * @param span of the capture
   * @param wallTime the moment, within the span, ns since 1970-01-01T00:00Z
   * @param findings told what is damaged or missing in what was read
   */
  public static OpenSockets at(
      Capture capture, CaptureSpan span, long wallTime, CaptureFindings findings) {
    OpenSockets open = new OpenSockets(span.at(wallTime));
    Timeline timeline = new Timeline(capture, TcplifeRule.ANY_PID, findings);
    try (RecordCursor cursor = capture.records(findings::damaged)) {
      if (open.take(cursor, timeline)) {
        // What comes after the moment, and whether it has an end, does not matter.
        findings.ended(true);
      }
      findings.sequences(cursor.sequences());
    }
    open.inventoried = timeline.tracker().isInventoried();
    timeline.tracker().listening().forEach(open.sockets::add);
    timeline.tracker().open().forEach(open.sockets::add);
    return open;
  }

  /** Whether there is more in the capture, after the moment. */
  private boolean take(RecordCursor cursor, Timeline timeline) {
    int recording = 0;
    Recording current = null;
    boolean begun = false;
    while (cursor.next()) {
      if (begun && cursor.recording() != current) {
        recording++;
      }
      begun = true;
      current = cursor.recording();
      boolean timed = RecordHeader.hasTime(cursor.buffer(), cursor.offset());
      long time = timed ? RecordHeader.time(cursor.buffer(), cursor.offset()) : Long.MIN_VALUE;
      boolean isOfMoment = recording == moment.recording();
      if (recording > moment.recording()
          || isOfMoment && time > moment.bootTime() + CloseOrder.WINDOW) {
        return true;
      }
      if (!isOfMoment || time <= moment.bootTime() || cursor.kind() == RecordHeader.END_KIND) {
        take(timeline, timeline.take(cursor));
      }
    }
    return false;
  }

  private static void take(Timeline timeline, Session closed) {
    if (closed != null) {
      timeline.tracker().settled(closed);
    }
    while (timeline.lost() != null) {
      // Not there any more: that is all that counts here.
    }
  }

  /** Every socket that was open. */
  public List<Session> sockets() {
    return sockets;
  }

  /** Whether what was open before the recording had been found by then. */
  public boolean inventoried() {
    return inventoried;
  }

  /** Whether nobody recorded at the moment: these are the sockets of the recording before it. */
  public boolean isBetweenRecordings() {
    return !moment.recorded();
  }

  /** The moment, ns of CLOCK_BOOTTIME. */
  public long bootTime() {
    return moment.bootTime();
  }
}
