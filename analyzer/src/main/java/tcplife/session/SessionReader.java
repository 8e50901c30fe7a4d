// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import tcplife.capture.Capture;
import tcplife.capture.RecordCursor;

/** The closed sessions of one capture, in the order in which they closed. */
public final class SessionReader implements SessionSource, AutoCloseable {
  private final RecordCursor cursor;
  private final Timeline timeline;
  private final CaptureFindings findings;
  private final CloseOrder order = new CloseOrder();
  private long latest;
  private boolean atRecord;

  /**
   * @param tcplifePid PID that tcplife would be told to look at, 0 for none
   * @param findings told what is damaged or missing; complete once the last session was read
   */
  public SessionReader(Capture capture, int tcplifePid, CaptureFindings findings) {
    cursor = capture.records(findings::damaged);
    timeline = new Timeline(capture.manifest().host(), tcplifePid, findings);
    this.findings = findings;
  }

  @Override
  public Session next() {
    while (true) {
      Session ready = order.poll(latest);
      if (ready != null) {
        timeline.tracker().settled(ready);
        return ready;
      }
      if (!atRecord && !cursor.next()) {
        if (latest == Long.MAX_VALUE) {
          findings.sequences(cursor.sequences());
          return null;
        }
        latest = Long.MAX_VALUE;
      } else if (cursor.recording() != timeline.recording() && latest != Long.MAX_VALUE) {
        // What another recording has comes after all of this one.
        latest = Long.MAX_VALUE;
        atRecord = true;
      } else {
        take();
      }
    }
  }

  private void take() {
    atRecord = false;
    Session closed = timeline.take(cursor);
    latest = timeline.latest();
    if (closed != null) {
      order.add(closed);
    }
  }

  @Override
  public void close() {
    cursor.close();
  }
}
