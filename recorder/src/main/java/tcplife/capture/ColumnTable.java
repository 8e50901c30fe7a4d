// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.nio.ByteBuffer;
import tcplife.event.BatchSummary;
import tcplife.event.RecordHeader;

/** What the beginning of {@link ColumnLayout} tells: which groups there are, and where. */
final class ColumnTable {
  private final ByteBuffer columns;
  private final int records;
  private final GroupSize[] sizes;
  private final int[] words;
  private final int[] planes;
  private final int order;
  private final int rest;

  /**
   * @param columns from 0 to the limit, little-endian
   * @param content bytes of the batches that they make
   * @throws BlockException if they cannot
   */
  ColumnTable(ByteBuffer columns, int content) throws BlockException {
    this.columns = columns;
    require(columns.remaining() >= ColumnLayout.GROUP_HEADER);
    records = columns.getInt();
    int groups = columns.getInt();
    require(records >= 0 && records <= content / RecordHeader.SIZE);
    require(groups >= ColumnLayout.FIRST_RECORDS && groups <= ColumnLayout.MOST_GROUPS);
    require(groups <= columns.remaining() / ColumnLayout.GROUP_HEADER);
    sizes = new GroupSize[groups];
    words = new int[groups];
    planes = new int[groups];
    long bytes = 0;
    long rows = 0;
    long made = 0;
    int[] before = new int[groups];
    for (int group = 0; group < groups; group++) {
      before[group] = (int) bytes;
      bytes += readGroup(group, content);
      rows += group < ColumnLayout.FIRST_RECORDS ? 0 : sizes[group].rows();
      // A head is the only row that is longer here than in its batch.
      int row = group == ColumnLayout.HEADS ? BatchLayout.HEADER_SIZE : sizes[group].length();
      made += (long) sizes[group].rows() * row;
      require(bytes <= columns.limit());
    }
    require(rows == records);
    order = columns.position();
    int begin = order + records * (isWide() ? Short.BYTES : Byte.BYTES);
    require(begin + bytes <= columns.limit());
    for (int group = 0; group < groups; group++) {
      planes[group] = begin + before[group];
    }
    rest = begin + (int) bytes;
    require(made + columns.limit() - rest == content);
  }

  /** Returns how many bytes its planes have. */
  private long readGroup(int group, int content) throws BlockException {
    require(columns.remaining() >= ColumnLayout.GROUP_HEADER);
    int rows = columns.getInt();
    int length = columns.getInt();
    require(
        switch (group) {
          case ColumnLayout.HEADS -> length == ColumnLayout.HEAD_ROW;
          case ColumnLayout.CPUS -> length == BatchSummary.CPU_ENTRY;
          default -> length >= RecordHeader.SIZE && length % Long.BYTES == 0;
        });
    // Each has at least so many bytes in a batch: what they all have is proved when all are known.
    require(rows >= 0 && (long) rows * Math.min(length, BatchLayout.HEADER_SIZE) <= content);
    sizes[group] = new GroupSize(rows, length / Long.BYTES);
    words[group] = columns.position();
    long bytes = 0;
    require(columns.remaining() / 2 >= sizes[group].words());
    for (int word = 0; word < sizes[group].words(); word++) {
      int reference = columns.get();
      require(reference >= ColumnLayout.NOTHING && reference <= ColumnLayout.SAME_KEY);
      require(reference != ColumnLayout.SAME_CPU || word > 0);
      require(reference != ColumnLayout.SAME_KEY || word > ColumnLayout.KEY_WORD);
      bytes += (long) rows * Integer.bitCount(columns.get() & 0xff);
    }
    return bytes;
  }

  private static void require(boolean sound) throws BlockException {
    if (!sound) {
      throw new BlockException("its columns are not what a block has");
    }
  }

  private boolean isWide() {
    return sizes.length - ColumnLayout.FIRST_RECORDS > ColumnLayout.ONE_BYTE_GROUPS;
  }

  int records() {
    return records;
  }

  int groups() {
    return sizes.length;
  }

  GroupSize size(int group) {
    return sizes[group];
  }

  /** Where what is told of a group's words begins. */
  int words(int group) {
    return words[group];
  }

  /** Where the planes of a group begin. */
  int planes(int group) {
    return planes[group];
  }

  /** Where the bytes behind records begin. */
  int rest() {
    return rest;
  }

  /** The group of a record. */
  int groupOf(int record) {
    int group = columns.get(order + record) & 0xff;
    if (isWide()) {
      group |= (columns.get(order + records + record) & 0xff) << Byte.SIZE;
    }
    return group + ColumnLayout.FIRST_RECORDS;
  }
}
