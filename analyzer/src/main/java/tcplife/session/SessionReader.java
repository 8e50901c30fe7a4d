// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.nio.ByteBuffer;
import tcplife.capture.Capture;
import tcplife.capture.Manifest.Recording;
import tcplife.capture.RecordCursor;
import tcplife.event.AcceptRecord;
import tcplife.event.ClockRecord;
import tcplife.event.EndRecord;
import tcplife.event.InventoryRecord;
import tcplife.event.NameRecord;
import tcplife.event.ProcessRecord;
import tcplife.event.RecordHeader;
import tcplife.event.SegmentRecord;
import tcplife.event.StateView;

/** The closed sessions of one capture, in the order in which they closed. */
public final class SessionReader implements SessionSource, AutoCloseable {
  private final RecordCursor cursor;
  private final SessionTracker tracker;
  private final CaptureFindings findings;
  private final CloseOrder order = new CloseOrder();
  private final WallClock clock = new WallClock();
  private final StateView event = new StateView();
  private final String host;
  private Recording recording;
  private long latest;
  private boolean atRecord;
  private boolean begun;

  /**
   * @param tcplifePid PID that tcplife would be told to look at, 0 for none
   * @param findings told what is damaged or missing; complete once the last session was read
   */
  public SessionReader(Capture capture, int tcplifePid, CaptureFindings findings) {
    host = capture.manifest().host();
    cursor = capture.records(findings::damaged);
    tracker = new SessionTracker(tcplifePid);
    this.findings = findings;
  }

  @Override
  public Session next() {
    while (true) {
      Session ready = order.poll(latest);
      if (ready != null) {
        tracker.settled(ready);
        return ready;
      }
      if (!atRecord && !cursor.next()) {
        if (latest == Long.MAX_VALUE) {
          findings.sequences(cursor.sequences());
          return null;
        }
        latest = Long.MAX_VALUE;
      } else if (cursor.recording() != recording && latest != Long.MAX_VALUE) {
        // What another recording has comes after all of this one.
        latest = Long.MAX_VALUE;
        atRecord = true;
      } else {
        atRecord = false;
        take();
      }
    }
  }

  private void take() {
    if (cursor.recording() != recording) {
      startRecording();
    }
    ByteBuffer buffer = cursor.buffer();
    int at = cursor.offset();
    boolean ended = false;
    switch (cursor.kind()) {
      case RecordHeader.STATE_KIND -> transition();
      case RecordHeader.OPEN_KIND -> tracker.found(event.wrap(buffer, at), clock);
      case RecordHeader.ACCEPT_KIND -> tracker.accepted(AcceptRecord.read(buffer, at));
      case RecordHeader.PROCESS_KIND -> tracker.process(ProcessRecord.read(buffer, at));
      case RecordHeader.NAME_KIND -> tracker.name(NameRecord.read(buffer, at));
      case RecordHeader.RESET_KIND, RecordHeader.RETRANSMIT_KIND ->
          tracker.segment(SegmentRecord.read(buffer, at));
      case RecordHeader.INVENTORY_KIND -> tracker.inventory(InventoryRecord.read(buffer, at));
      case RecordHeader.CLOCK_KIND -> clock.set(ClockRecord.read(buffer, at));
      case RecordHeader.END_KIND -> {
        EndRecord end = EndRecord.read(buffer, at);
        cursor.sequences().end(end);
        ended = end.reason() == EndRecord.STOPPED;
      }
      default -> {
        // A loss is counted by the sequences; a kind from a later version says nothing here.
      }
    }
    findings.ended(ended);
  }

  private void transition() {
    event.wrap(cursor.buffer(), cursor.offset());
    latest = Math.max(latest, event.time());
    Session closed = tracker.transition(event, clock);
    if (closed != null) {
      order.add(closed);
    }
  }

  private void startRecording() {
    Recording next = cursor.recording();
    if (begun) {
      findings.nextRecording();
    }
    begun = true;
    if (recording == null || next == null || !next.bootId().equals(recording.bootId())) {
      tracker.boot(new RecordedHost(host, next == null ? "" : next.bootId()));
    }
    recording = next;
    latest = 0;
  }

  @Override
  public void close() {
    cursor.close();
  }
}
