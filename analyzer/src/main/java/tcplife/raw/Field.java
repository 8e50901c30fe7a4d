// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import java.nio.ByteBuffer;

/**
 * A field of a record: what it is called in a text, and the bytes that it has.
 *
 * @param form how its bytes become a value, and a value bytes
 */
record Field(String name, int size, Form form) {
  /** How bytes of a record are shown. */
  interface Form {
    void show(Field field, ByteBuffer record, int at, FieldWriter to);

    /** Writes what a line says of the field. */
    void store(Field field, FieldReader from, ByteBuffer record, int at);
  }

  void show(ByteBuffer record, int at, FieldWriter to) {
    form.show(this, record, at, to);
  }

  void store(FieldReader from, ByteBuffer record, int at) {
    form.store(this, from, record, at);
  }

  /** The field's bytes as a number, unsigned. */
  long number(ByteBuffer record, int at) {
    return switch (size) {
      case Byte.BYTES -> Byte.toUnsignedLong(record.get(at));
      case Short.BYTES -> Short.toUnsignedLong(record.getShort(at));
      case Integer.BYTES -> Integer.toUnsignedLong(record.getInt(at));
      default -> record.getLong(at);
    };
  }

  void putNumber(ByteBuffer record, int at, long number) {
    switch (size) {
      case Byte.BYTES -> record.put(at, (byte) number);
      case Short.BYTES -> record.putShort(at, (short) number);
      case Integer.BYTES -> record.putInt(at, (int) number);
      default -> record.putLong(at, number);
    }
  }
}
