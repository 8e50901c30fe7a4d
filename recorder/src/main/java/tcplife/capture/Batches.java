// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The batches of one cycle, one after another, from a queue file or a sealed one. */
interface Batches extends AutoCloseable {
  /**
   * Steps to the next whole batch. What is broken is told, and the next batch behind it is looked
   * for.
   *
   * @return whether there is one
   */
  boolean next() throws IOException;

  /**
   * Steps to the next whole batch of a file that is being written: what is not there yet is no
   * damage, and may come.
   *
   * @return whether there is one yet
   */
  boolean nextWritten() throws IOException;

  /** Holds the current batch, little-endian, until the next step. */
  ByteBuffer buffer();

  /** Where in the buffer the records begin; {@link BatchLayout#HEADER_SIZE} before, the batch. */
  int records();

  /** Where in the buffer the records end, and the table of CPUs begins. */
  int recordsEnd();

  /** How many CPUs the table has. */
  int cpus();

  /** The lowest and the highest time of its records. */
  TimeSpan times();

  /** Tells of damage at a record of the current batch. */
  void damaged(int at, String what);

  /** Tells that the disk does not give what comes behind the last batch. */
  void unreadable(IOException reason);

  @Override
  void close() throws IOException;
}
