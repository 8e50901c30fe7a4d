// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import tcplife.capture.Capture;
import tcplife.capture.Damage;
import tcplife.capture.RecordCursor;

/**
 * The sessions of one capture: those that closed, in the order in which they did, among them those
 * whose end was lost, as soon as that is known; and then, if asked for, those that never did.
 */
public final class SessionReader implements SessionSource, AutoCloseable {
  /** Records. */
  private static final int LOOK_EVERY = 4096;

  private final RecordCursor cursor;
  private final Timeline timeline;
  private final CaptureFindings findings;
  private final CloseOrder order = new CloseOrder();
  private final Deque<Session> leftOpen = new ArrayDeque<>();
  private boolean withOpen;
  private long until = Long.MAX_VALUE;
  private int recordsSinceLook;
  private boolean past;
  private long latest;
  private boolean atRecord;

  /**
   * @param tcplifePid PID that tcplife would be told to look at, 0 for none
   * @param findings told what is damaged or missing; complete once the last session was read
   */
  public SessionReader(Capture capture, int tcplifePid, CaptureFindings findings) {
    this(capture, false, tcplifePid, findings);
  }

  private SessionReader(
      Capture capture, boolean following, int tcplifePid, CaptureFindings findings) {
    timeline = new Timeline(capture, tcplifePid, findings);
    cursor = following ? capture.follow(this::damaged) : capture.records(this::damaged);
    this.findings = findings;
  }

  private void damaged(Damage damage) {
    findings.damaged(damage);
    timeline.damaged();
  }

  /**
   * Of a capture that is being recorded: until {@link #stopFollowing}, null for a session says that
   * there is no other yet.
   */
  static SessionReader following(Capture capture, int tcplifePid, CaptureFindings findings) {
    return new SessionReader(capture, true, tcplifePid, findings);
  }

  /** Gives at the end also the sessions that were open when their host's recording ended. */
  public SessionReader withOpen() {
    withOpen = true;
    return this;
  }

  /**
   * Gives all sessions that were open at a time or before, and may leave out others: reading ends
   * when none of them can come any more.
   *
   * @param wallTime ns since 1970-01-01T00:00Z
   */
  public SessionReader until(long wallTime) {
    until = wallTime;
    return this;
  }

  /** Looked at now and then: it takes a look at each session that is open. */
  private boolean isPast() {
    if (until == Long.MAX_VALUE || past || ++recordsSinceLook < LOOK_EVERY) {
      return past;
    }
    recordsSinceLook = 0;
    past = timeline.isPast(until);
    if (past) {
      findings.past();
    }
    return past;
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
        timeline.settle(ready, cursor.sequences());
        return ready;
      }
      if (!atRecord && (isPast() || !cursor.next())) {
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
    timeline.endRecording();
    if (withOpen && last) {
      List<Session> open = timeline.leftOpen(latest);
      open.forEach(each -> timeline.settle(each, cursor.sequences()));
      leftOpen.addAll(open);
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
    for (Session lost = timeline.lost(); lost != null; lost = timeline.lost()) {
      order.add(lost);
    }
  }

  @Override
  public void close() {
    cursor.close();
  }
}
