// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import tcplife.capture.Manifest.Recording;
import tcplife.event.RecordHeader;

/** Makes records and recordings of the fields that {@link RecordPrinter} shows. */
final class RecordBuilder {
  /** A record's length is a number of 2 bytes and a multiple of 8. */
  private static final int LARGEST = 0xfff8;

  /** Room for what turns out to be too long, too. */
  private final ByteBuffer record = ByteBuffer.allocate(4 * LARGEST).order(ByteOrder.LITTLE_ENDIAN);

  /** A run of the recorder. Its host is left to the caller. */
  static Recording recording(FieldReader from) {
    Recording recording =
        new Recording(
            0,
            text(from, "started"),
            text(from, "boot_id"),
            text(from, "kernel"),
            text(from, "time_zone"),
            text(from, "tool"),
            from.texts("hooks").stream().map(RecordBuilder::plain).toList());
    from.end();
    return recording;
  }

  /** A text in the form that {@link ByteText} gives it. */
  static String text(FieldReader from, String name) {
    return plain(from.text(name));
  }

  private static String plain(String text) {
    return new String(ByteText.bytes(text), StandardCharsets.UTF_8);
  }

  /**
   * A record.
   *
   * @return its bytes, from 0 to the limit, until the next is built
   */
  ByteBuffer build(Object kind, FieldReader from) {
    RecordForm form = form(kind);
    int number = form == null ? (int) FieldReader.unsigned("kind", kind, 1) : form.kind();
    record.clear();
    record.put(RecordHeader.KIND, (byte) number);
    record.putInt(RecordHeader.CPU, (int) from.numberOrUnknown("cpu", Integer.BYTES));
    record.putLong(RecordHeader.SEQUENCE, from.number("sequence", Long.BYTES));
    record.put(RecordHeader.FLAGS, (byte) from.number("flags", Byte.BYTES));
    record.position(RecordHeader.SIZE);
    try {
      if (form == null || from.has("payload_hex")) {
        record.put(hex(from, "payload_hex"));
        checkSize(form);
      } else {
        fields(form, from);
      }
    } catch (BufferOverflowException e) {
      record.position(record.limit());
    }
    from.end();
    return complete();
  }

  private static RecordForm form(Object kind) {
    if (kind instanceof String name) {
      RecordForm form = RecordForm.of(name);
      if (form == null) {
        throw new BadLineException("\"kind\": " + ByteText.of(name) + " is no kind of record");
      }
      return form;
    }
    return RecordForm.of((int) FieldReader.unsigned("kind", kind, Byte.BYTES));
  }

  private void fields(RecordForm form, FieldReader from) {
    from.skip("wall");
    int at = RecordHeader.SIZE;
    // An address needs no family before it to be read, so the order is that of the bytes.
    for (Field field : form.fields()) {
      field.store(from, record, at);
      at += field.size();
    }
    record.position(at);
    form.tail().store(from, record);
    if (from.has("more_hex")) {
      record.put(hex(from, "more_hex"));
    } else {
      while (record.position() % Long.BYTES != 0) {
        record.put((byte) 0);
      }
    }
  }

  /** A record that is too short for its kind would not be read again. */
  private void checkSize(RecordForm form) {
    if (form != null && record.position() < form.size()) {
      throw new BadLineException(
          "\"payload_hex\": shorter than the fields of a record of kind " + form.name());
    }
  }

  private static byte[] hex(FieldReader from, String name) {
    String text = from.text(name);
    try {
      return HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException e) {
      throw FieldReader.wrong(name, text, "hexadecimal");
    }
  }

  private ByteBuffer complete() {
    int length = record.position();
    if (length > LARGEST) {
      throw new BadLineException("a record of more than " + LARGEST + " bytes");
    }
    if (length % Long.BYTES != 0) {
      throw new BadLineException("a record of " + length + " bytes, not a multiple of 8");
    }
    record.putShort(RecordHeader.LENGTH, (short) length);
    return record.limit(length).rewind();
  }
}
