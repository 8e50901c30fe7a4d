// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.List;

/**
 * Keeps the first value of each row.
 *
 * @param names takes them
 */
record NameList(List<String> names) implements ResultWriter {
  @Override
  public void begin(List<String> columns) {
    // Their names do not matter.
  }

  @Override
  public void row(List<Object> values) {
    names.add(String.valueOf(values.get(0)));
  }

  @Override
  public void end() {
    // All are there.
  }
}
