// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import static tcplife.raw.Forms.NUMBER;
import static tcplife.raw.Forms.OR_UNKNOWN;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tcplife.event.RecordHeader;
import tcplife.event.StateLayout;

/** What follows the fields of a record, of a length that the record itself tells. */
enum Tail {
  NONE {
    @Override
    int length(ByteBuffer record) {
      return 0;
    }

    @Override
    void show(ByteBuffer record, int at, FieldWriter to) {
      // Nothing follows.
    }

    @Override
    void store(FieldReader from, ByteBuffer record) {
      // Nothing follows.
    }
  },

  /** The counters of a socket, where a flag says so. */
  COUNTERS {
    @Override
    int length(ByteBuffer record) {
      return hasCounters(record) ? StateLayout.SIZE_WITH_COUNTERS - StateLayout.SIZE : 0;
    }

    private static boolean hasCounters(ByteBuffer record) {
      return (RecordHeader.flags(record, 0) & StateLayout.COUNTERS_FLAG) != 0;
    }

    @Override
    void show(ByteBuffer record, int at, FieldWriter to) {
      if (hasCounters(record)) {
        int next = at;
        for (Field field : COUNTER_FIELDS) {
          field.show(record, next, to);
          next += field.size();
        }
      }
    }

    @Override
    void store(FieldReader from, ByteBuffer record) {
      if (hasCounters(record)) {
        for (Field field : COUNTER_FIELDS) {
          int at = record.position();
          record.position(at + field.size());
          field.store(from, record, at);
        }
      }
    }
  },

  /** The executable's name and the arguments of a process, each of which ends with a NUL. */
  PROGRAM {
    private static final int EXECUTABLE_LENGTH = 58;
    private static final int ARGUMENTS_LENGTH = 60;
    private static final String LAST_ARGUMENT = "last_argument";
    private static final String CUT = "CUT";

    @Override
    int length(ByteBuffer record) {
      return unsigned(record, EXECUTABLE_LENGTH) + unsigned(record, ARGUMENTS_LENGTH);
    }

    private static int unsigned(ByteBuffer record, int at) {
      return Short.toUnsignedInt(record.getShort(at));
    }

    @Override
    void show(ByteBuffer record, int at, FieldWriter to) {
      int executable = unsigned(record, EXECUTABLE_LENGTH);
      byte[] arguments = bytes(record, at + executable, unsigned(record, ARGUMENTS_LENGTH));
      to.text("executable", ByteText.of(bytes(record, at, executable)));
      List<String> texts = new ArrayList<>();
      int start = 0;
      for (int i = 0; i <= arguments.length; i++) {
        if (i == arguments.length ? start < i : arguments[i] == 0) {
          texts.add(ByteText.of(Arrays.copyOfRange(arguments, start, i)));
          start = i + 1;
        }
      }
      to.texts("arguments", texts);
      if (start > arguments.length) {
        to.text(LAST_ARGUMENT, CUT);
      }
    }

    @Override
    void store(FieldReader from, ByteBuffer record) {
      byte[] executable = ByteText.bytes(from.text("executable"));
      ByteArrayOutputStream arguments = new ByteArrayOutputStream();
      for (String each : from.texts("arguments")) {
        arguments.writeBytes(ByteText.bytes(each));
        arguments.write(0);
      }
      int length = arguments.size();
      if (length > 0 && from.has(LAST_ARGUMENT)) {
        String mark = from.text(LAST_ARGUMENT);
        if (!mark.equals(CUT)) {
          throw FieldReader.wrong(LAST_ARGUMENT, mark, CUT);
        }
        length--;
      }
      if (executable.length > 0xffff || length > 0xffff) {
        throw new BadLineException("executable or arguments are too long for a record");
      }
      record.putShort(EXECUTABLE_LENGTH, (short) executable.length);
      record.putShort(ARGUMENTS_LENGTH, (short) length);
      record.put(executable).put(arguments.toByteArray(), 0, length);
    }
  },

  /** The text of a name. */
  TEXT {
    private static final int TEXT_LENGTH = 36;

    @Override
    int length(ByteBuffer record) {
      int length = record.getInt(TEXT_LENGTH);
      return length < 0 ? Integer.MAX_VALUE : length;
    }

    @Override
    void show(ByteBuffer record, int at, FieldWriter to) {
      to.text("text", ByteText.of(bytes(record, at, record.getInt(TEXT_LENGTH))));
    }

    @Override
    void store(FieldReader from, ByteBuffer record) {
      byte[] text = ByteText.bytes(from.text("text"));
      record.putInt(TEXT_LENGTH, text.length).put(text);
    }
  },

  /** For each CPU, how many events were made, and how many of them were lost. */
  CPUS {
    private static final int CPUS_COUNT = 36;

    @Override
    int length(ByteBuffer record) {
      int count = record.getInt(CPUS_COUNT);
      return count < 0 || count > 0xffff ? Integer.MAX_VALUE : count * 2 * Long.BYTES;
    }

    @Override
    void show(ByteBuffer record, int at, FieldWriter to) {
      long[] made = new long[record.getInt(CPUS_COUNT)];
      long[] lost = new long[made.length];
      for (int i = 0; i < made.length; i++) {
        made[i] = record.getLong(at + i * 2 * Long.BYTES);
        lost[i] = record.getLong(at + i * 2 * Long.BYTES + Long.BYTES);
      }
      to.numbers("made", made);
      to.numbers("lost", lost);
    }

    @Override
    void store(FieldReader from, ByteBuffer record) {
      List<Long> made = from.numbers("made");
      List<Long> lost = from.numbers("lost");
      if (made.size() != lost.size()) {
        throw new BadLineException("\"made\" and \"lost\" are not of the same length");
      }
      record.putInt(CPUS_COUNT, made.size());
      for (int i = 0; i < made.size(); i++) {
        record.putLong(made.get(i)).putLong(lost.get(i));
      }
    }
  };

  /** Those of {@link #COUNTERS}. */
  static final List<Field> COUNTER_FIELDS =
      List.of(
          new Field("bytes_acked", 8, NUMBER),
          new Field("bytes_received", 8, NUMBER),
          new Field("bytes_sent", 8, NUMBER),
          new Field("bytes_retransmitted", 8, NUMBER),
          new Field("segments_in", 4, NUMBER),
          new Field("segments_out", 4, NUMBER),
          new Field("data_segments_in", 4, NUMBER),
          new Field("data_segments_out", 4, NUMBER),
          new Field("retransmits", 4, NUMBER),
          new Field("delivered", 4, NUMBER),
          new Field("smoothed_rtt", 4, NUMBER),
          new Field("minimum_rtt", 4, OR_UNKNOWN),
          new Field("receive_queue", 4, NUMBER),
          new Field("send_queue", 4, NUMBER));

  /** Its length, bytes, as the record tells it; perhaps more than the record has. */
  abstract int length(ByteBuffer record);

  /** Shows it; only if it lies within the record. */
  abstract void show(ByteBuffer record, int at, FieldWriter to);

  /** Writes it at the record's position, and its length into the fields before it. */
  abstract void store(FieldReader from, ByteBuffer record);

  private static byte[] bytes(ByteBuffer record, int at, int length) {
    byte[] bytes = new byte[length];
    record.get(at, bytes);
    return bytes;
  }
}
