// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import tcplife.capture.Manifest.Recording;
import tcplife.event.RecordHeader;
import tcplife.session.WallClock;

/**
 * Shows records and recordings, each as the fields of one line. {@link RecordBuilder} reads them.
 */
final class RecordPrinter {
  static final String RECORDING = "RECORDING";

  private static final DateTimeFormatter WALL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSXXXXX", Locale.ROOT);

  private final FieldWriter to;

  RecordPrinter(FieldWriter to) {
    this.to = to;
  }

  /** A run of the recorder, to which the records that follow belong. */
  void print(String host, Recording recording) {
    to.start();
    to.text("kind", RECORDING);
    to.text("host", ByteText.of(host));
    to.text("started", ByteText.of(recording.started()));
    to.text("boot_id", ByteText.of(recording.bootId()));
    to.text("kernel", ByteText.of(recording.kernel()));
    to.text("time_zone", ByteText.of(recording.timeZone()));
    to.text("tool", ByteText.of(recording.tool()));
    to.texts("hooks", recording.hooks().stream().map(ByteText::of).toList());
    to.end();
  }

  /**
   * A record.
   *
   * @param record its bytes, from 0 to the limit
   */
  void print(ByteBuffer record, WallClock clock) {
    RecordForm form = RecordForm.of(RecordHeader.kind(record, 0));
    to.start();
    if (form == null) {
      to.number("kind", RecordHeader.kind(record, 0));
    } else {
      to.text("kind", form.name());
    }
    boolean known = form != null && form.tail().length(record) <= record.limit() - form.size();
    if (known) {
      wall(RecordHeader.time(record, 0), clock);
    }
    cpu(record);
    to.number("sequence", RecordHeader.sequence(record, 0));
    to.number("flags", RecordHeader.flags(record, 0));
    if (known) {
      fields(form, record);
    } else {
      // What it holds is not known, or not what it says.
      hex("payload_hex", record, RecordHeader.SIZE);
    }
    to.end();
  }

  private void cpu(ByteBuffer record) {
    int cpu = RecordHeader.cpu(record, 0);
    if (cpu == RecordHeader.NO_CPU) {
      to.unknown("cpu");
    } else {
      to.number("cpu", Integer.toUnsignedLong(cpu));
    }
  }

  private void fields(RecordForm form, ByteBuffer record) {
    int at = RecordHeader.SIZE;
    for (Field field : form.fields()) {
      field.show(record, at, to);
      at += field.size();
    }
    form.tail().show(record, at, to);
    at += form.tail().length(record);
    if (!isPadding(record, at)) {
      hex("more_hex", record, at);
    }
  }

  /** When it was, by the clock on the wall. */
  private void wall(long time, WallClock clock) {
    if (clock.isSet()) {
      Instant wall = Instant.ofEpochSecond(0, clock.wall(time));
      to.text("wall", WALL.format(wall.atZone(clock.zone())));
    } else {
      to.unknown("wall");
    }
  }

  /** Whether what is left only makes the record a multiple of 8 bytes. */
  private static boolean isPadding(ByteBuffer record, int at) {
    boolean padding = record.limit() - at < Long.BYTES;
    for (int i = at; padding && i < record.limit(); i++) {
      padding = record.get(i) == 0;
    }
    return padding;
  }

  private void hex(String name, ByteBuffer record, int at) {
    byte[] bytes = new byte[record.limit() - at];
    record.get(at, bytes);
    to.text(name, HexFormat.of().formatHex(bytes));
  }
}
