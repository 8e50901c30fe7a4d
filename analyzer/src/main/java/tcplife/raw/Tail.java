// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import java.nio.ByteBuffer;

/** What follows the fields of a record, of a length that the record itself tells. */
interface Tail {
  /** Its length, bytes, as the record tells it; perhaps more than the record has. */
  int length(ByteBuffer record);

  /** Shows it; only if it lies within the record. */
  void show(ByteBuffer record, int at, FieldWriter to);

  /** Writes it at the record's position, and its length into the fields before it. */
  void store(FieldReader from, ByteBuffer record);
}
