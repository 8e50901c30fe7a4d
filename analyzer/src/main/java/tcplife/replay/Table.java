// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.util.List;

/** Prints rows of columns in a layout. */
final class Table implements Form {
  private final List<Column> columns;
  private final Layout layout;
  private final boolean header;
  private final Output output;

  /**
   * @param header whether a line of names comes first
   */
  Table(List<Column> columns, Layout layout, boolean header, Output output) {
    this.columns = columns;
    this.layout = layout;
    this.header = header;
    this.output = output;
  }

  @Override
  public void begin() {
    if (header) {
      header();
    }
  }

  private void header() {
    RowBuffer out = output.buffer();
    for (int i = 0; i < columns.size(); i++) {
      separate(out, i);
      columns.get(i).putName(out, layout);
    }
    output.endLine();
  }

  @Override
  public void row(Row row) {
    RowBuffer out = output.buffer();
    for (int i = 0; i < columns.size(); i++) {
      separate(out, i);
      columns.get(i).put(out, row, layout);
    }
    output.endLine();
  }

  private void separate(RowBuffer out, int index) {
    if (index > 0) {
      out.put(layout.separator());
    }
  }
}
