// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.nio.ByteBuffer;
import tcplife.event.BatchSummary;

/** Where the records of a batch come from. */
@FunctionalInterface
public interface RecordSource {
  /**
   * Writes whole records to a direct buffer, from its position on and not beyond its limit; neither
   * changes.
   *
   * @return what was written; no records if there was nothing to write
   */
  BatchSummary drain(ByteBuffer to);
}
