// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tcplife.capture.Capture;
import tcplife.event.NameRecord;
import tcplife.event.RecordHeader;
import tcplife.session.CaptureFindings;
import tcplife.session.RecordScan;
import tcplife.session.WallClock;

/** What the records of a capture amount to. */
final class CaptureInfo {
  /** In the order of their numbers, from 1. */
  static final List<String> KINDS =
      List.of(
          "transitions",
          "clock readings",
          "losses",
          "ends of cycles",
          "open sockets found",
          "accepts",
          "processes",
          "names",
          "resets",
          "retransmits",
          "inventory marks",
          "of unknown kinds");

  private final long[] records = new long[KINDS.size()];
  private final CaptureFindings findings;
  private final SortedMap<Long, String> hidden = new TreeMap<>();
  private String first = "";
  private String last = "";

  CaptureInfo(Capture capture) {
    findings = new CaptureFindings(capture.directory());
    try (RecordScan scan = new RecordScan(capture, findings)) {
      while (scan.next()) {
        take(scan.kind(), scan.record(), scan.clock());
      }
    }
  }

  private void take(int kind, ByteBuffer record, WallClock clock) {
    boolean known = kind >= 1 && kind < KINDS.size();
    records[known ? kind - 1 : KINDS.size() - 1]++;
    if (kind == RecordHeader.NAME_KIND) {
      NameRecord name = NameRecord.read(record, 0);
      if (name.what() == NameRecord.HIDDEN) {
        hidden.put(name.id(), new String(name.text(), StandardCharsets.UTF_8));
      }
    }
    if (kind == RecordHeader.STATE_KIND && clock.isSet()) {
      last = wall(RecordHeader.time(record, 0), clock);
      first = first.isEmpty() ? last : first;
    }
  }

  private static String wall(long time, WallClock clock) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        Instant.ofEpochSecond(0, clock.wall(time)).atZone(clock.zone()));
  }

  /** How many of each of {@link #KINDS}. */
  long[] records() {
    return records;
  }

  /** Wall time of the first transition in the host's zone; "none" if there is none. */
  String first() {
    return first.isEmpty() ? "none" : first;
  }

  /** Wall time of the last transition, likewise. */
  String last() {
    return last.isEmpty() ? "none" : last;
  }

  /** The names of processes that the kernel hid from the recorder, by PID. */
  SortedMap<Long, String> hidden() {
    return hidden;
  }

  /** What is lost, damaged or missing: a line each. */
  List<String> findings() {
    return findings.lines();
  }
}
