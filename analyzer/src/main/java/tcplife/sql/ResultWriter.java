// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.List;

/** Writes the result of a query in one form, row by row. */
interface ResultWriter {
  /** Before the first row: the names of the columns. */
  void begin(List<String> names);

  /** A row: as many values as there are names, null for what is not known. */
  void row(List<Object> values);

  /** After the last row. */
  void end();
}
