// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.nio.ByteBuffer;
import java.util.List;
import tcplife.capture.Capture;
import tcplife.capture.Cut;
import tcplife.capture.Manifest;
import tcplife.capture.Manifest.Recording;
import tcplife.capture.RecordCursor;
import tcplife.capture.SequenceAccount;
import tcplife.capture.TimeSpan;
import tcplife.event.AcceptRecord;
import tcplife.event.ClockRecord;
import tcplife.event.EndRecord;
import tcplife.event.InventoryRecord;
import tcplife.event.LossRecord;
import tcplife.event.NameRecord;
import tcplife.event.ProcessRecord;
import tcplife.event.RecordHeader;
import tcplife.event.SegmentRecord;
import tcplife.event.StateView;

/** What the records of a capture say of its host, up to the one that was taken last. */
final class Timeline {
  /** No clock of a host is there yet: a record that says so is wrong. ns, 146 years. */
  private static final long FARTHEST = Long.MAX_VALUE / 2;

  private final Capture capture;
  private final Manifest manifest;
  private final CaptureFindings findings;
  private final SessionTracker tracker;
  private final WallClock clock = new WallClock();
  private final StateView event = new StateView();
  private LossTimes losses = new LossTimes();
  private Recording recording;
  private boolean begun;
  private boolean ended;
  private long latest;

  /**
   * @param findings told of each recording's end
   */
  Timeline(Capture capture, int tcplifePid, CaptureFindings findings) {
    this.capture = capture;
    manifest = capture.manifest();
    this.findings = findings;
    tracker = new SessionTracker(tcplifePid);
  }

  SessionTracker tracker() {
    return tracker;
  }

  /** The run of the recorder that wrote the record taken last. */
  Recording recording() {
    return recording;
  }

  /**
   * The next session whose CLOSE was lost, as far as the records tell that were taken; or null.
   * None is left in the tracker when this is null.
   */
  Session lost() {
    return tracker.lost(ended ? Long.MAX_VALUE : latest, clock);
  }

  /**
   * The sessions that have not ended when the last recording of their boot did.
   *
   * @param time of that, ns of CLOCK_BOOTTIME
   */
  List<Session> leftOpen(long time) {
    return tracker.leftOpen(time, clock);
  }

  /** Whether the record taken last is the end of its recording. */
  boolean isEnded() {
    return ended;
  }

  /** Whether a recording is of another boot than this one: no socket lives on in it. */
  boolean isOfAnotherBoot(Recording next) {
    return recording == null || next == null || !next.bootId().equals(recording.bootId());
  }

  /**
   * Whether a wall time has passed, and nothing is open that was open then.
   *
   * @param wallTime ns since 1970-01-01T00:00Z
   */
  boolean isPast(long wallTime) {
    if (clock.wall(latest) - CloseOrder.WINDOW <= wallTime) {
      return false;
    }
    for (Session session : tracker.open()) {
      if (session.life().openedWall() <= wallTime) {
        return false;
      }
    }
    return true;
  }

  /** The latest time of the transitions and of the end of this recording, ns of CLOCK_BOOTTIME. */
  long latest() {
    return latest;
  }

  /**
   * Takes the record at which a cursor stands.
   *
   * @return the session that it closed, or null
   */
  Session take(RecordCursor cursor) {
    if (cursor.recording() != recording || !begun) {
      startRecording(cursor.recording());
    }
    ByteBuffer buffer = cursor.buffer();
    int at = cursor.offset();
    takeLosses(cursor);
    Session closed = null;
    ended = false;
    switch (cursor.kind()) {
      case RecordHeader.STATE_KIND -> closed = transition(event.wrap(buffer, at));
      case RecordHeader.OPEN_KIND -> tracker.found(event.wrap(buffer, at), clock);
      case RecordHeader.ACCEPT_KIND -> tracker.accepted(AcceptRecord.read(buffer, at));
      case RecordHeader.PROCESS_KIND -> tracker.process(ProcessRecord.read(buffer, at));
      case RecordHeader.NAME_KIND -> tracker.name(NameRecord.read(buffer, at));
      case RecordHeader.RESET_KIND -> tracker.reset(SegmentRecord.read(buffer, at));
      case RecordHeader.INVENTORY_KIND -> tracker.inventory(InventoryRecord.read(buffer, at));
      case RecordHeader.CLOCK_KIND -> clock.set(ClockRecord.read(buffer, at));
      case RecordHeader.LOSS_KIND -> lost(cursor, LossRecord.read(buffer, at));
      case RecordHeader.END_KIND -> {
        EndRecord end = EndRecord.read(buffer, at);
        cursor.sequences().end(end);
        ended = capture.isEnd(cursor.cycle(), end);
        latest = Math.max(latest, ended ? Math.min(end.time(), FARTHEST) : 0);
        takeGap(cursor);
      }
      default -> {
        // A retransmit is counted by its socket; a kind from a later version says nothing here.
      }
    }
    findings.ended(ended);
    return closed;
  }

  /** Whether it can be known when events were lost: perf does not tell, nor what a cut lacks. */
  private boolean tellsLosses() {
    Cut cut = manifest.cut();
    return !manifest.imported().equals("perf") && (cut == null || cut.damages() == 0);
  }

  /** Something could not be read: what it was, and what it said was lost just before, is lost. */
  void damaged() {
    losses.open(latest - CloseOrder.WINDOW);
  }

  /** The record taken last was the last of its recording. */
  void endRecording() {
    if (!ended) {
      // What was lost just before, a recorder that was killed could not tell.
      losses.open(latest - CloseOrder.WINDOW);
    }
  }

  /** Nothing more is to be said of a session that has closed, or was left open. */
  void settle(Session session, SequenceAccount sequences) {
    tracker.settled(session);
    TimeSpan doubtful = sequences.doubtful();
    if (losses.areNone() && doubtful == null) {
      return; // as mostly: a session that was made a while ago is better not looked at
    }
    long first = session.life().beginning();
    long last = session.life().isOpen() ? Long.MAX_VALUE : session.life().close();
    if (losses.touch(first, last) || doubtful != null && doubtful.touches(first, last)) {
      session.possiblyLost();
    }
  }

  private void takeLosses(RecordCursor cursor) {
    if (losses.isOpen() && tellsLosses() && isAttached(cursor)) {
      losses.close(RecordHeader.time(cursor.buffer(), cursor.offset()));
    }
    takeGap(cursor);
  }

  /**
   * Whether a record shows that the program is attached: it was made by it, or counts its events.
   */
  private static boolean isAttached(RecordCursor cursor) {
    return cursor.kind() == RecordHeader.END_KIND
        || RecordHeader.hasTime(cursor.buffer(), cursor.offset())
            && RecordHeader.cpu(cursor.buffer(), cursor.offset()) != RecordHeader.NO_CPU;
  }

  private void takeGap(RecordCursor cursor) {
    TimeSpan gap = cursor.sequences().gap();
    if (gap != null) {
      losses.add(gap.since(), gap.until());
    }
  }

  private void lost(RecordCursor cursor, LossRecord loss) {
    cursor.sequences().told(loss);
    losses.add(loss.since(), loss.until());
    findings.lost(loss, clock);
  }

  private Session transition(StateView event) {
    latest = Math.max(latest, Math.min(event.time(), FARTHEST));
    return tracker.transition(event, clock);
  }

  private void startRecording(Recording next) {
    if (begun) {
      findings.nextRecording();
    }
    if (isOfAnotherBoot(next)) {
      tracker.boot(new RecordedHost(manifest.host(), next == null ? "" : next.bootId()));
      losses = new LossTimes();
      if (!tellsLosses()) {
        losses.open(Long.MIN_VALUE);
      }
    } else if (begun) {
      tracker.gap(latest);
      losses.open(latest);
    }
    begun = true;
    latest = 0;
    recording = next;
  }
}
