// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.BooleanSupplier;
import tcplife.capture.Capture;
import tcplife.capture.Manifest.Recording;
import tcplife.capture.RecordCursor;
import tcplife.capture.SequenceAccount;
import tcplife.event.ClockRecord;
import tcplife.event.EndRecord;
import tcplife.event.LossRecord;
import tcplife.event.RecordHeader;

/** All records of a capture in their order, with the clock and the recording that each is of. */
public final class RecordScan implements AutoCloseable {
  private final Capture capture;
  private final RecordCursor cursor;
  private final CaptureFindings findings;
  private WallClock clock = new WallClock();
  private ClockHistory clockHistory = new ClockHistory();
  private Recording recording;
  private boolean begun;
  private boolean startsRecording;
  private long until = Long.MAX_VALUE;
  private BooleanSupplier enough;
  private long pastBatch;
  private boolean past;

  /**
   * @param findings told what is damaged or missing; complete once the last record was read
   */
  public RecordScan(Capture capture, CaptureFindings findings) {
    this.capture = capture;
    cursor = capture.records(findings::damaged);
    this.findings = findings;
  }

  /**
   * Ends some time after a time: what was lost by then is told just behind the batch in which later
   * transitions are. Where a clock was set back and shows the time twice, the first counts.
   *
   * @param wallTime ns since 1970-01-01T00:00Z
   * @param nothingLeft whether what comes later is of no concern any more; asked once in a batch
   */
  public RecordScan until(long wallTime, BooleanSupplier nothingLeft) {
    until = wallTime;
    enough = nothingLeft;
    return this;
  }

  /** Steps to the next record; false at the end. */
  public boolean next() {
    if (past || !cursor.next()) {
      findings.sequences(cursor.sequences());
      return false;
    }
    startsRecording = !begun || cursor.recording() != recording;
    if (startsRecording) {
      if (begun) {
        findings.nextRecording();
      }
      begun = true;
      String boot = recording().bootId();
      recording = cursor.recording();
      clock = new WallClock();
      if (!recording().bootId().equals(boot)) {
        clockHistory = new ClockHistory();
      }
    }
    boolean ended = false;
    if (cursor.kind() == RecordHeader.END_KIND) {
      EndRecord end = EndRecord.read(cursor.buffer(), cursor.offset());
      cursor.sequences().end(end);
      ended = capture.isEnd(cursor.cycle(), end);
    } else if (cursor.kind() == RecordHeader.CLOCK_KIND) {
      ClockRecord reading = ClockRecord.read(cursor.buffer(), cursor.offset());
      clock.set(reading);
      clockHistory.add(reading);
    } else if (cursor.kind() == RecordHeader.LOSS_KIND) {
      findings.lost(LossRecord.read(cursor.buffer(), cursor.offset()), clock);
    }
    findings.ended(ended);
    past = until != Long.MAX_VALUE && isPast();
    if (past) {
      findings.past();
      findings.sequences(cursor.sequences());
    }
    return !past;
  }

  private boolean isPast() {
    if (cursor.kind() != RecordHeader.STATE_KIND || cursor.batch() == pastBatch) {
      return false;
    }
    long time = RecordHeader.time(cursor.buffer(), cursor.offset());
    if (clock.wall(time) - CloseOrder.WINDOW <= until) {
      return false;
    }
    boolean again = pastBatch > 0;
    pastBatch = cursor.batch();
    return again && enough.getAsBoolean();
  }

  /** The current record's bytes, little-endian, from 0 to the limit; good until the next step. */
  public ByteBuffer record() {
    int length = RecordHeader.length(cursor.buffer(), cursor.offset());
    return cursor.buffer().slice(cursor.offset(), length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The current record's kind: a constant of {@link RecordHeader}, or one yet unknown. */
  public int kind() {
    return cursor.kind();
  }

  /** Whether the current record is the first of its recording. */
  public boolean startsRecording() {
    return startsRecording;
  }

  /** The run of the recorder that wrote the current record. */
  public Recording recording() {
    return recording == null ? Recording.UNKNOWN : recording;
  }

  /** The clock of the recording host, as it was at the current record. */
  public WallClock clock() {
    return clock;
  }

  /** The clock of the recording host in this boot, up to the current record. */
  public ClockHistory clockHistory() {
    return clockHistory;
  }

  /** What the sequences that were read so far tell. */
  public SequenceAccount sequences() {
    return cursor.sequences();
  }

  @Override
  public void close() {
    cursor.close();
  }
}
