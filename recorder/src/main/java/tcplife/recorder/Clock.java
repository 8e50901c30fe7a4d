// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.TimeZone;
import tcplife.bpf.Host;
import tcplife.event.ClockRecord;

/** Tells when the host's clocks are worth a record: each minute, and when they were stepped. */
final class Clock {
  private static final long MINUTE = 60_000_000_000L;

  /** A change between the clocks of more than this, ns, within a second is a step, not a slew. */
  private static final long STEP = 1_000_000;

  private long recordedAt;
  private long offset;

  /** Reads the clocks. */
  ClockRecord read() {
    return record(Host.clockPair());
  }

  /** Reads the clocks, if a minute has gone by or they were stepped since the last record. */
  Optional<ClockRecord> changed() {
    long[] pair = Host.clockPair();
    boolean due = pair[0] - recordedAt >= MINUTE || Math.abs(pair[1] - pair[0] - offset) > STEP;
    return due ? Optional.of(record(pair)) : Optional.empty();
  }

  private ClockRecord record(long[] pair) {
    recordedAt = pair[0];
    offset = pair[1] - pair[0];
    // Read anew, which takes both: the host's time zone may have been changed.
    System.clearProperty("user.timezone");
    TimeZone.setDefault(null);
    ZoneId zone = ZoneId.systemDefault();
    Instant now = Instant.ofEpochSecond(0, pair[1]);
    int utcOffset = zone.getRules().getOffset(now).getTotalSeconds();
    return new ClockRecord(pair[0], pair[1], (int) pair[2], utcOffset, zone.getId());
  }
}
