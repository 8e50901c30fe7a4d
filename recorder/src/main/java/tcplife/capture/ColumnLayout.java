// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

/**
 * How the batches of a block are laid out before they are compressed: what is alike lies together.
 *
 * <p>Rows of the same length form groups: group 0 has the heads of the batches, group 1 the entries
 * of their CPU tables, each other group the records of one kind and length. A row is a number of
 * 8-byte words. Of each word, the difference to the same word of an earlier row of its group is
 * kept, modulo 2^64; and of all rows' differences first the lowest bytes, then the next: a plane
 * each. Planes of zeros are left out.
 *
 * <pre>
 *   records (u32), groups (u32)
 *   for each group: rows (u32), bytes of a row (u32);
 *                   for each word: the row that its difference is to (u8), the planes that are there
 *                   (u8: bit 0 the lowest)
 *   for each record, in their order, its group less 2: the low bytes of all; if there are more than
 *                   256 such groups, then the high bytes of all
 *   for each group, for each word, for each plane that is there: a byte for each row
 *   for each batch: its records' bytes behind the last that can be one
 * </pre>
 *
 * The head of a batch is a row of 40 bytes: the 36 of {@link BatchLayout}, and how many bytes are
 * behind the last record (u32).
 */
final class ColumnLayout {
  /** A batch's head, in group 0. */
  static final int HEADS = 0;

  static final int HEAD_ROW = BatchLayout.HEADER_SIZE + Integer.BYTES;

  /** Where in a head the number of bytes behind the last record is. */
  static final int REST = BatchLayout.HEADER_SIZE;

  /** An entry of a batch's CPU table, in group 1. */
  static final int CPUS = 1;

  /** The first group of records. */
  static final int FIRST_RECORDS = 2;

  /** From so many groups of records on, an order has two bytes. */
  static final int ONE_BYTE_GROUPS = 256;

  static final int MOST_GROUPS = 1 << 16;

  /** The difference is to nothing: the word itself. */
  static final int NOTHING = 0;

  /** To the row before; of the first, to nothing. */
  static final int BEFORE = 1;

  /** To the last row whose word 0 has the same high half, a record's CPU; else as BEFORE. */
  static final int SAME_CPU = 2;

  /** To the last row that has the same word 3, in most records the socket; else as BEFORE. */
  static final int SAME_KEY = 3;

  /** The word that SAME_KEY goes by; only words behind it may. */
  static final int KEY_WORD = 3;

  static final int GROUP_HEADER = 2 * Integer.BYTES;

  private ColumnLayout() {}

  /** Bytes that so many bytes of batches have at most when they are laid out so. */
  static int most(int content) {
    return 2 * content + 1024;
  }
}
