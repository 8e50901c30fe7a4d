// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import tcplife.event.StateLayout;
import tcplife.replay.Addresses;

/** The forms that fields have. */
enum Forms implements Field.Form {
  /** A number, unsigned. */
  NUMBER {
    @Override
    public void show(Field field, ByteBuffer record, int at, FieldWriter to) {
      to.number(field.name(), field.number(record, at));
    }

    @Override
    public void store(Field field, FieldReader from, ByteBuffer record, int at) {
      field.putNumber(record, at, from.number(field.name(), field.size()));
    }
  },

  /** A number, unsigned, that is not known where all its bits are set. */
  OR_UNKNOWN {
    @Override
    public void show(Field field, ByteBuffer record, int at, FieldWriter to) {
      long number = field.number(record, at);
      if (number == -1L >>> Long.SIZE - 8 * field.size()) {
        to.unknown(field.name());
      } else {
        to.number(field.name(), number);
      }
    }

    @Override
    public void store(Field field, FieldReader from, ByteBuffer record, int at) {
      field.putNumber(record, at, from.numberOrUnknown(field.name(), field.size()));
    }
  },

  /** A number of 4 bytes with a sign. */
  SIGNED {
    @Override
    public void show(Field field, ByteBuffer record, int at, FieldWriter to) {
      to.signed(field.name(), record.getInt(at));
    }

    @Override
    public void store(Field field, FieldReader from, ByteBuffer record, int at) {
      record.putInt(at, (int) from.signed(field.name(), field.size()));
    }
  },

  /** Bytes to be written 0, shown where they are something else. */
  RESERVED {
    @Override
    public void show(Field field, ByteBuffer record, int at, FieldWriter to) {
      if (field.number(record, at) != 0) {
        NUMBER.show(field, record, at, to);
      }
    }

    @Override
    public void store(Field field, FieldReader from, ByteBuffer record, int at) {
      if (from.has(field.name())) {
        NUMBER.store(field, from, record, at);
      } else {
        field.putNumber(record, at, 0);
      }
    }
  },

  /** The length of what follows the fields, which tells it. */
  LENGTH {
    @Override
    public void show(Field field, ByteBuffer record, int at, FieldWriter to) {
      // What follows has that length.
    }

    @Override
    public void store(Field field, FieldReader from, ByteBuffer record, int at) {
      // Written with what follows.
    }
  },

  /** Bytes of a text, zeros behind. */
  TEXT {
    @Override
    public void show(Field field, ByteBuffer record, int at, FieldWriter to) {
      int length = field.size();
      while (length > 0 && record.get(at + length - 1) == 0) {
        length--;
      }
      byte[] bytes = new byte[length];
      record.get(at, bytes);
      to.text(field.name(), ByteText.of(bytes));
    }

    @Override
    public void store(Field field, FieldReader from, ByteBuffer record, int at) {
      byte[] bytes = ByteText.bytes(from.text(field.name()));
      if (bytes.length > field.size()) {
        throw new BadLineException(
            "\"" + field.name() + "\": longer than " + field.size() + " bytes");
      }
      record.put(at, Arrays.copyOf(bytes, field.size()));
    }
  },

  /** An address of a socket whose family tells which. */
  ADDRESS {
    @Override
    public void show(Field field, ByteBuffer record, int at, FieldWriter to) {
      byte[] bytes = new byte[field.size()];
      record.get(at, bytes);
      boolean ipv4 = record.get(StateLayout.FAMILY) == StateLayout.IPV4;
      to.text(field.name(), Addresses.text(bytes, ipv4));
    }

    @Override
    public void store(Field field, FieldReader from, ByteBuffer record, int at) {
      String text = from.text(field.name());
      byte[] bytes = Addresses.parse(text);
      if (bytes == null) {
        throw FieldReader.wrong(field.name(), text, "an address");
      }
      record.put(at, Arrays.copyOf(bytes, field.size()));
    }
  };

  /** A number that has a name: its place in a list. Others are shown as they are. */
  static Field.Form named(List<String> names) {
    return new Field.Form() {
      @Override
      public void show(Field field, ByteBuffer record, int at, FieldWriter to) {
        long number = field.number(record, at);
        if (number > 0 && number < names.size()) {
          to.text(field.name(), names.get((int) number));
        } else {
          to.number(field.name(), number);
        }
      }

      @Override
      public void store(Field field, FieldReader from, ByteBuffer record, int at) {
        Object value = from.take(field.name());
        int number = value instanceof String name ? names.indexOf(name) : 0;
        if (number > 0) {
          field.putNumber(record, at, number);
        } else if (value instanceof FieldReader.Numeral) {
          field.putNumber(record, at, FieldReader.unsigned(field.name(), value, field.size()));
        } else {
          throw FieldReader.wrong(
              field.name(), value, "a number or one of " + names.subList(1, names.size()));
        }
      }
    };
  }
}
