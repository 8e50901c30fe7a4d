// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import tcplife.event.BatchSummary;

/**
 * Makes batches again of what a block holds by column. Whatever the columns say, no more is used
 * than a block may need.
 */
final class BlockDecoder {
  private static final byte[] ZEROS = new byte[16 << 10];

  private final GroupDecoder decoder = new GroupDecoder();
  private byte[] columns;
  private int length;
  private ByteBuffer content;
  private ColumnTable table;

  /** Direct, as readers' content is: code that meets one class of buffer is compiled better. */
  private ByteBuffer frame = ByteBuffer.allocateDirect(0);

  private int[] places;

  /**
   * @param columns from 0 to the length
   * @param content to be filled from 0 to its limit; little-endian
   * @param batches that it has
   * @throws BlockException if the columns are no such batches
   */
  void decode(byte[] columns, int length, ByteBuffer content, int batches) throws BlockException {
    this.columns = columns;
    this.length = length;
    this.content = content;
    ByteBuffer in = ByteBuffer.wrap(columns, 0, length).order(ByteOrder.LITTLE_ENDIAN);
    table = new ColumnTable(in, content.limit());
    if (table.size(ColumnLayout.HEADS).rows() != batches) {
      throw new BlockException("its batches are not as many as it says");
    }
    decodeFrame();
    clear(content);
    placeRecords(batches);
    int first = 0;
    for (int group = ColumnLayout.FIRST_RECORDS; group < table.groups(); group++) {
      decode(group, content, places, first);
      first += table.size(group).rows();
    }
  }

  private void decode(int group, ByteBuffer to, int[] at, int first) {
    decoder.decode(
        columns, table.words(group), table.planes(group), to, at, first, table.size(group));
  }

  /** Heads, and behind them entries of CPU tables, lie one after another. */
  private void decodeFrame() {
    int heads = table.size(ColumnLayout.HEADS).rows();
    int cpus = table.size(ColumnLayout.CPUS).rows();
    int[] at = new int[heads + cpus];
    for (int i = 0; i < at.length; i++) {
      at[i] =
          Math.min(i, heads) * ColumnLayout.HEAD_ROW
              + Math.max(i - heads, 0) * BatchSummary.CPU_ENTRY;
    }
    int size = heads * ColumnLayout.HEAD_ROW + cpus * BatchSummary.CPU_ENTRY;
    if (frame.capacity() < size) {
      frame = ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
    }
    clear(frame.limit(size));
    decode(ColumnLayout.HEADS, frame, at, 0);
    decode(ColumnLayout.CPUS, frame, at, heads);
  }

  /**
   * As {@link GroupDecoder} expects it. In order: memory that another CPU read last comes to this
   * one sooner so than by single words of many rows.
   */
  private static void clear(ByteBuffer rows) {
    for (int at = 0; at < rows.limit(); at += ZEROS.length) {
      rows.put(at, ZEROS, 0, Math.min(ZEROS.length, rows.limit() - at));
    }
  }

  /** Finds each record's place, and puts what is around the records to its own. */
  private void placeRecords(int batches) throws BlockException {
    places = new int[table.records()];
    int[] next = new int[table.groups() + 1];
    for (int group = ColumnLayout.FIRST_RECORDS; group < table.groups(); group++) {
      next[group + 1] = next[group] + table.size(group).rows();
    }
    int[] ends = java.util.Arrays.copyOfRange(next, 1, next.length);
    int at = 0;
    int record = 0;
    int entry = batches * ColumnLayout.HEAD_ROW;
    int rest = table.rest();
    for (int head = 0; head < batches * ColumnLayout.HEAD_ROW; head += ColumnLayout.HEAD_ROW) {
      int bytes = frame.getInt(head + BatchLayout.BYTES);
      int behind = frame.getInt(head + ColumnLayout.REST);
      int cpuTable =
          Short.toUnsignedInt(frame.getShort(head + BatchLayout.CPUS)) * BatchSummary.CPU_ENTRY;
      require(bytes >= 0 && behind >= 0 && behind <= bytes);
      require(bytes <= content.limit() && behind <= length - rest);
      require(at + BatchLayout.HEADER_SIZE + bytes + cpuTable <= content.limit());
      require(cpuTable <= frame.limit() - entry);
      content.put(at, frame, head, BatchLayout.HEADER_SIZE);
      at += BatchLayout.HEADER_SIZE;
      for (int end = at + bytes - behind; at < end; record++) {
        require(record < places.length);
        int group = table.groupOf(record);
        require(group < table.groups() && next[group] < ends[group]);
        places[next[group]++] = at;
        require(table.size(group).length() <= end - at);
        at += table.size(group).length();
      }
      content.put(at, columns, rest, behind);
      content.put(at + behind, frame, entry, cpuTable);
      at += behind + cpuTable;
      rest += behind;
      entry += cpuTable;
    }
    require(at == content.limit() && record == places.length);
    require(entry == frame.limit() && rest == length);
  }

  private static void require(boolean sound) throws BlockException {
    if (!sound) {
      throw new BlockException("its columns do not make batches");
    }
  }
}
