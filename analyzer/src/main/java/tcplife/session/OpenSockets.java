// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.util.ArrayList;
import java.util.List;
import tcplife.capture.Capture;
import tcplife.capture.RecordCursor;
import tcplife.event.ClockRecord;
import tcplife.event.RecordHeader;

/** The sockets that were open on a recorded host at one moment, listening ones included. */
public final class OpenSockets {
  /** ns; a record may stand so far behind one that is later than it: see {@link CloseOrder}. */
  private static final long WINDOW = 1_000_000_000L;

  private final List<Session> sockets = new ArrayList<>();
  private long last;
  private long bootTime;
  private boolean inventoried;
  private boolean betweenRecordings;

  private OpenSockets() {}

  /**
   * Reads a capture up to a moment.
   *
   * @param wallTime the moment, ns since 1970-01-01T00:00Z
   * @param findings told what is damaged or missing in what was read
   */
  public static OpenSockets at(Capture capture, long wallTime, CaptureFindings findings) {
    OpenSockets open = new OpenSockets();
    Timeline timeline = new Timeline(capture.manifest().host(), TcplifeRule.ANY_PID, findings);
    try (RecordCursor cursor = capture.records(findings::damaged)) {
      boolean more = cursor.next();
      while (more && open.last <= wallTime + WINDOW) {
        open.take(cursor, timeline, wallTime);
        more = cursor.next();
      }
      if (more) {
        // What comes after the moment, and whether it has an end, does not matter.
        findings.ended(true);
      }
      findings.sequences(cursor.sequences());
    }
    open.bootTime = timeline.bootTime(wallTime);
    open.inventoried = timeline.tracker().isInventoried();
    timeline.tracker().listening().forEach(open.sockets::add);
    timeline.tracker().open().forEach(open.sockets::add);
    return open;
  }

  private void take(RecordCursor cursor, Timeline timeline, long wallTime) {
    if (cursor.kind() == RecordHeader.CLOCK_KIND
        && timeline.recording() != null
        && cursor.recording() != timeline.recording()
        && ClockRecord.read(cursor.buffer(), cursor.offset()).realtime() > wallTime) {
      betweenRecordings = true;
      last = Long.MAX_VALUE;
      return;
    }
    boolean ofRecorder =
        cursor.kind() == RecordHeader.CLOCK_KIND || cursor.kind() == RecordHeader.END_KIND;
    if (ofRecorder || timeline.wallTime(cursor) <= wallTime) {
      Session closed = timeline.take(cursor);
      if (closed != null) {
        timeline.tracker().settled(closed);
      }
      while (timeline.lost() != null) {
        // Not there any more: that is all that counts here.
      }
    }
    last = Math.max(last, timeline.wallTime(cursor));
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
    return betweenRecordings;
  }

  /** The moment, ns of CLOCK_BOOTTIME. */
  public long bootTime() {
    return bootTime;
  }
}
