// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import static tcplife.raw.Forms.NUMBER;
import static tcplife.raw.Forms.OR_UNKNOWN;

import java.nio.ByteBuffer;
import java.util.List;
import tcplife.event.RecordHeader;
import tcplife.event.StateLayout;

/** What follows the fields of records, but for {@link ProgramTail}. */
enum Tails implements Tail {
  NONE {
    @Override
    public int length(ByteBuffer record) {
      return 0;
    }

    @Override
    public void show(ByteBuffer record, int at, FieldWriter to) {
      // Nothing follows.
    }

    @Override
    public void store(FieldReader from, ByteBuffer record) {
      // Nothing follows.
    }
  },

  /** The counters of a socket, where a flag says so. */
  COUNTERS {
    @Override
    public int length(ByteBuffer record) {
      return hasCounters(record) ? StateLayout.SIZE_WITH_COUNTERS - StateLayout.SIZE : 0;
    }

    private static boolean hasCounters(ByteBuffer record) {
      return (RecordHeader.flags(record, 0) & StateLayout.COUNTERS_FLAG) != 0;
    }

    @Override
    public void show(ByteBuffer record, int at, FieldWriter to) {
      if (hasCounters(record)) {
        int next = at;
        for (Field field : COUNTER_FIELDS) {
          field.show(record, next, to);
          next += field.size();
        }
      }
    }

    @Override
    public void store(FieldReader from, ByteBuffer record) {
      if (hasCounters(record)) {
        for (Field field : COUNTER_FIELDS) {
          int at = record.position();
          record.position(at + field.size());
          field.store(from, record, at);
        }
      }
    }
  },

  /** The text of a name. */
  TEXT {
    private static final int TEXT_LENGTH = 36;

    @Override
    public int length(ByteBuffer record) {
      int length = record.getInt(TEXT_LENGTH);
      return length < 0 ? Integer.MAX_VALUE : length;
    }

    @Override
    public void show(ByteBuffer record, int at, FieldWriter to) {
      byte[] text = new byte[record.getInt(TEXT_LENGTH)];
      record.get(at, text);
      to.text("text", ByteText.of(text));
    }

    @Override
    public void store(FieldReader from, ByteBuffer record) {
      byte[] text = ByteText.bytes(from.text("text"));
      record.putInt(TEXT_LENGTH, text.length).put(text);
    }
  },

  /** For each CPU, how many events were made, and how many of them were lost. */
  CPUS {
    private static final int CPUS_COUNT = 36;

    @Override
    public int length(ByteBuffer record) {
      int count = record.getInt(CPUS_COUNT);
      return count < 0 || count > 0xffff ? Integer.MAX_VALUE : count * 2 * Long.BYTES;
    }

    @Override
    public void show(ByteBuffer record, int at, FieldWriter to) {
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
    public void store(FieldReader from, ByteBuffer record) {
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
}
