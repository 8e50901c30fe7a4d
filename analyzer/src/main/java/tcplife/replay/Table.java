// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.util.List;

/** Prints rows of columns in a layout. */
final class Table {
  private final List<Column> columns;
  private final Layout layout;
  private final Output output;

  Table(List<Column> columns, Layout layout, Output output) {
    this.columns = columns;
    this.layout = layout;
    this.output = output;
  }

  void header() {
    RowBuffer out = output.buffer();
    for (int i = 0; i < columns.size(); i++) {
      separate(out, i);
      columns.get(i).putName(out, layout);
    }
    output.endLine();
  }

  void row(Row row) {
    RowBuffer out = output.buffer();
    for (int i = 0; i < columns.size(); i++) {
      separate(out, i);
      columns.get(i).put(out, row, layout);
    }
    output.endLine();
  }

  private void separate(RowBuffer out, int index) {
    if (index > 0) {
      out.put(layout == Layout.CSV ? ',' : ' ');
    }
  }
}
