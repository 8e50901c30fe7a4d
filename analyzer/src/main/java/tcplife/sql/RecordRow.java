// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import tcplife.event.RecordHeader;
import tcplife.event.StateView;
import tcplife.field.Field;
import tcplife.session.RecordScan;

/** A record where it lies, and the host, boot and clock that it is of. */
final class RecordRow {
  private final String host;
  private final RecordScan scan;
  private final StateView state = new StateView();
  private ByteBuffer bytes;

  RecordRow(String host, RecordScan scan) {
    this.host = host;
    this.scan = scan;
  }

  /** The record at which the scan stands, from now on. */
  void take() {
    bytes = scan.record();
    state.wrap(bytes, 0);
  }

  ByteBuffer bytes() {
    return bytes;
  }

  /** The record as a transition, if it is one. */
  StateView state() {
    return state;
  }

  String host() {
    return host;
  }

  String bootId() {
    return scan.recording().bootId();
  }

  /** When it was, ns of CLOCK_BOOTTIME. */
  long time() {
    return RecordHeader.time(bytes, 0);
  }

  /** ns of CLOCK_BOOTTIME as wall time, ns since 1970-01-01T00:00Z, if the capture tells. */
  void wall(long time, Field.Sink to) {
    if (scan.clock().isSet()) {
      to.number(scan.clock().wall(time));
    } else {
      to.none();
    }
  }

  /** The same, where no wall time counts as ns of CLOCK_BOOTTIME. */
  long wall(long time) {
    return scan.clock().wall(time);
  }

  /** By the clock as it was at that time, and not at this record: in all records the same. */
  void wallThen(long time, Field.Sink to) {
    if (scan.clockHistory().isEmpty()) {
      to.none();
    } else {
      to.number(scan.clockHistory().wall(time));
    }
  }

  /** An unsigned number of the kernel's; with all bits set it is not known. */
  static void id(int value, Field.Sink to) {
    if (value == StateView.UNKNOWN) {
      to.none();
    } else {
      to.number(Integer.toUnsignedLong(value));
    }
  }

  static void id(long value, Field.Sink to) {
    if (value == StateView.UNKNOWN) {
      to.none();
    } else {
      to.number(value);
    }
  }

  /** A text; an empty one is not known. */
  static void text(String value, Field.Sink to) {
    if (value == null || value.isEmpty()) {
      to.none();
    } else {
      to.text(value);
    }
  }

  static void text(byte[] value, Field.Sink to) {
    text(new String(value, StandardCharsets.UTF_8), to);
  }
}
