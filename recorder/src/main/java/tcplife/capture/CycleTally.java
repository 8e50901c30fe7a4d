// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.nio.ByteBuffer;
import java.time.Instant;
import tcplife.event.BatchSummary;
import tcplife.event.ClockRecord;
import tcplife.event.EndRecord;
import tcplife.event.LossRecord;
import tcplife.event.RecordHeader;

/** Counts what a seal tells of a cycle, batch by batch. */
final class CycleTally {
  private long batches;
  private long bytes;
  private long records;
  private long lost;
  private long firstTime = Long.MAX_VALUE;
  private long lastTime = Long.MIN_VALUE;
  private ClockRecord firstClock;
  private ClockRecord lastClock;
  private final boolean left;
  private String ending = Seal.KILLED;

  /**
   * @param left whether it was left unsealed by the recorder that made it
   */
  CycleTally(boolean left) {
    this.left = left;
  }

  /** Takes the current batch; returns its length, bytes. */
  int add(Batches from) {
    ByteBuffer buffer = from.buffer();
    int batch = from.records() - BatchLayout.HEADER_SIZE;
    int length = from.recordsEnd() + from.cpus() * BatchSummary.CPU_ENTRY - batch;
    batches++;
    bytes += length;
    firstTime = Math.min(firstTime, buffer.getLong(batch + BatchLayout.FIRST_TIME));
    lastTime = Math.max(lastTime, buffer.getLong(batch + BatchLayout.LAST_TIME));
    int end = from.recordsEnd();
    for (int at = from.records(); end - at >= RecordHeader.SIZE; ) {
      int size = RecordHeader.length(buffer, at);
      if (size < RecordHeader.SIZE || size > end - at) {
        break;
      }
      add(buffer, at, size);
      at += size;
    }
    return length;
  }

  private void add(ByteBuffer buffer, int at, int size) {
    records++;
    int kind = RecordHeader.kind(buffer, at);
    if (kind == RecordHeader.STATE_KIND) {
      return;
    }
    if (kind == RecordHeader.CLOCK_KIND && size >= ClockRecord.SIZE) {
      lastClock = ClockRecord.read(buffer, at);
      firstClock = firstClock == null ? lastClock : firstClock;
    } else if (kind == RecordHeader.LOSS_KIND && size >= LossRecord.SIZE) {
      lost += LossRecord.read(buffer, at).count();
    } else if (kind == RecordHeader.END_KIND && size >= EndRecord.size(0)) {
      boolean goesOn = EndRecord.read(buffer, at).reason() == EndRecord.CYCLE;
      ending = left ? Seal.LEFT : goesOn ? Seal.CYCLE : Seal.STOPPED;
    }
  }

  /** Of no cycle that is there, for a reason that {@link Seal#ending} has. */
  void nothing(String why) {
    ending = why;
  }

  long batches() {
    return batches;
  }

  /** Of all batches. */
  long bytes() {
    return bytes;
  }

  long records() {
    return records;
  }

  /** Events, as the records of loss tell. */
  long lost() {
    return lost;
  }

  /** Lowest time of a batch, ns of CLOCK_BOOTTIME; 0 if there is none. */
  long firstTime() {
    return batches == 0 ? 0 : firstTime;
  }

  long lastTime() {
    return batches == 0 ? 0 : lastTime;
  }

  /** Wall time of the first, ISO 8601 in UTC; null if no clock record tells. */
  String started() {
    return wall(firstTime, firstClock);
  }

  String ended() {
    return wall(lastTime, lastClock);
  }

  private static String wall(long time, ClockRecord clock) {
    return clock == null
        ? null
        : Instant.ofEpochSecond(0, clock.realtime() + time - clock.time()).toString();
  }

  String ending() {
    return ending;
  }
}
