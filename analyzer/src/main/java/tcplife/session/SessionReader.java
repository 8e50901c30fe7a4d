// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.util.ArrayDeque;
import java.util.Deque;
import tcplife.capture.Capture;
import tcplife.capture.RecordCursor;

/**
 * The sessions of one capture: those that closed, in the order in which they did, and then, if
 * asked for, those that never did.
 */
public final class SessionReader implements SessionSource, AutoCloseable {
  private final RecordCursor cursor;
  private final Timeline timeline;
  private final CaptureFindings findings;
  private final CloseOrder order = new CloseOrder();
  private final Deque<Session> leftOpen = new ArrayDeque<>();
  private boolean withOpen;
  private long latest;
  private boolean atRecord;

  /**
   * @param tcplifePid PID that tcplife would be told to look at, 0 for none
   * @param findings told what is damaged or missing; complete once the last session was read
   */
  public SessionReader(Capture capture, int tcplifePid, CaptureFindings findings) {
    this(capture, capture.records(findings::damaged), tcplifePid, findings);
  }

  private SessionReader(
      Capture capture, RecordCursor cursor, int tcplifePid, CaptureFindings findings) {
    this.cursor = cursor;
    timeline = new Timeline(capture.manifest().host(), tcplifePid, findings);
    this.findings = findings;
  }

  /**
   * Of a capture that is being recorded: until {@link #stopFollowing}, null for a session says that
   * there is no other yet.
   */
  static SessionReader following(Capture capture, int tcplifePid, CaptureFindings findings) {
    return new SessionReader(capture, capture.follow(findings::damaged), tcplifePid, findings);
  }

  /** Gives at the end also the sessions that were open when their host's recording ended. */
  public SessionReader withOpen() {
    withOpen = true;
    return this;
  }

  /** Whether the record read last is the end of a recording. */
  boolean isEnded() {
    return timeline.isEnded();
  }

  /** So much time went by, ns, in which nothing was recorded. */
  void passed(long time) {
    latest += time;
  }

  /** What is there now is all. */
  void stopFollowing() {
    cursor.stopFollowing();
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
        if (cursor.isFollowing()) {
          return null;
        }
        if (latest == Long.MAX_VALUE) {
          findings.sequences(cursor.sequences());
          return leftOpen.poll();
        }
        endRecording(true);
      } else if (cursor.recording() != timeline.recording() && latest != Long.MAX_VALUE) {
        // What another recording has comes after all of this one.
        endRecording(timeline.isOfAnotherBoot(cursor.recording()));
        atRecord = true;
      } else {
        take();
      }
    }
  }

  /**
   * @param last whether what is open will stay so, since nothing of this boot follows
   */
  private void endRecording(boolean last) {
    if (withOpen && last) {
      leftOpen.addAll(timeline.tracker().leftOpen(latest));
    }
    latest = Long.MAX_VALUE;
  }

  private void take() {
    atRecord = false;
    Session closed = timeline.take(cursor);
    latest = timeline.latest();
    if (closed != null) {
      order.add(closed);
    }
  }

  /** Bytes of the capture that were read so far; asked by any thread. */
  public long bytesRead() {
    return cursor.bytesRead();
  }

  @Override
  public void close() {
    cursor.close();
  }
}
