// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tcplife.event.BatchSummary;
import tcplife.event.RecordHeader;

/** Lays out the batches of a block by column: {@link ColumnLayout}. */
final class BlockEncoder {
  /** Rows of one length. */
  private static final class Group {
    private final int length;
    private int[] places = new int[16];
    private int rows;

    Group(int length) {
      this.length = length;
    }

    void add(int place) {
      if (rows == places.length) {
        places = java.util.Arrays.copyOf(places, 2 * rows);
      }
      places[rows++] = place;
    }
  }

  private final GroupEncoder encoder = new GroupEncoder();
  private final Map<Integer, Integer> numbers = new HashMap<>();
  private final List<Group> groups = new ArrayList<>();
  private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
  private final Group order = new Group(0);
  private ByteBuffer content;
  private ByteBuffer frame;

  /**
   * @param content whole batches, little-endian, from 0 to its limit
   * @return the columns
   */
  byte[] encode(ByteBuffer content) {
    this.content = content;
    numbers.clear();
    groups.clear();
    rest.reset();
    order.rows = 0;
    groups.add(new Group(ColumnLayout.HEAD_ROW));
    groups.add(new Group(BatchSummary.CPU_ENTRY));
    frame = ByteBuffer.allocate(frameSize()).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < content.limit(); at += (int) BatchLayout.length(content, at)) {
      takeBatch(at);
    }
    return columns();
  }

  private int frameSize() {
    int size = 0;
    for (int at = 0; at < content.limit(); at += (int) BatchLayout.length(content, at)) {
      size += ColumnLayout.HEAD_ROW + cpus(at) * BatchSummary.CPU_ENTRY;
    }
    return size;
  }

  private int cpus(int batch) {
    return Short.toUnsignedInt(content.getShort(batch + BatchLayout.CPUS));
  }

  private void takeBatch(int batch) {
    int end = batch + BatchLayout.HEADER_SIZE + content.getInt(batch + BatchLayout.BYTES);
    int behind = takeRecords(batch + BatchLayout.HEADER_SIZE, end);
    rest.write(content.array(), behind, end - behind);
    groups.get(ColumnLayout.HEADS).add(frame.position());
    frame.put(content.slice(batch, BatchLayout.HEADER_SIZE)).putInt(end - behind);
    for (int i = 0; i < cpus(batch); i++) {
      groups.get(ColumnLayout.CPUS).add(frame.position());
      frame.put(content.slice(end + i * BatchSummary.CPU_ENTRY, BatchSummary.CPU_ENTRY));
    }
  }

  /** Takes records as long as there are some; returns where they end. */
  private int takeRecords(int from, int end) {
    int at = from;
    while (end - at >= RecordHeader.SIZE) {
      int length = RecordHeader.length(content, at);
      if (length < RecordHeader.SIZE || length % Long.BYTES != 0 || length > end - at) {
        break;
      }
      int number = group(RecordHeader.kind(content, at), length);
      groups.get(number).add(at);
      order.add(number - ColumnLayout.FIRST_RECORDS);
      at += length;
    }
    return at;
  }

  private int group(int kind, int length) {
    int alike = kind << Short.SIZE | length;
    Integer known = numbers.get(alike);
    if (known == null) {
      known = groups.size();
      numbers.put(alike, known);
      groups.add(new Group(length));
    }
    return known;
  }

  private byte[] columns() {
    encoder.begin();
    for (int i = 0; i < groups.size(); i++) {
      Group group = groups.get(i);
      ByteBuffer from = i < ColumnLayout.FIRST_RECORDS ? frame : content;
      encoder.encode(from, group.length, group.places, group.rows);
    }
    boolean wide = groups.size() - ColumnLayout.FIRST_RECORDS > ColumnLayout.ONE_BYTE_GROUPS;
    int orderSize = order.rows * (wide ? Short.BYTES : Byte.BYTES);
    ByteBuffer columns =
        ByteBuffer.allocate(
                2 * Integer.BYTES
                    + encoder.table().size()
                    + orderSize
                    + encoder.planes().size()
                    + rest.size())
            .order(ByteOrder.LITTLE_ENDIAN);
    columns.putInt(order.rows).putInt(groups.size()).put(encoder.table().toByteArray());
    for (int shift = 0; shift < (wide ? Short.SIZE : Byte.SIZE); shift += Byte.SIZE) {
      for (int i = 0; i < order.rows; i++) {
        columns.put((byte) (order.places[i] >>> shift));
      }
    }
    columns.put(encoder.planes().toByteArray()).put(rest.toByteArray());
    return columns.array();
  }
}
