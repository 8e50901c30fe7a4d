// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.List;
import tcplife.capture.Capture;
import tcplife.session.CaptureFindings;
import tcplife.session.Window;

/**
 * A table whose rows are read from captures, one after another.
 *
 * @param <R> what a row is made of
 */
interface CaptureTable<R> {
  /** Rows in their order; one that was given is good until the next is asked for. */
  interface Rows<R> extends AutoCloseable {
    /** The next row, or null at the end. */
    R next();

    @Override
    void close();
  }

  /** Its name in SQL. */
  String name();

  /** What a row is, in a line. */
  String meaning();

  List<TableColumn<R>> columns();

  /**
   * Reads a capture.
   *
   * @param window wall time; what was not then at all is left out
   * @param findings told what is damaged or missing; complete once the last row was read
   */
  Rows<R> read(Capture capture, Window window, CaptureFindings findings);
}
