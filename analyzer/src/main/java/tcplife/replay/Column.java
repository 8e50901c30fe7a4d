// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

/**
 * A column of a table, defined once for every layout.
 *
 * @param name as in the header
 * @param width least characters in the usual layout; 0 for the last column, which is not padded
 * @param wideWidth the same in the wide layout
 * @param widerWidth the same in the wider layout
 * @param alignment of the value within the width, and whether longer values are cut
 * @param writer writes a row's value
 */
record Column(
    String name, int width, int wideWidth, int widerWidth, Alignment alignment, Writer writer) {
  enum Alignment {
    LEFT,
    LEFT_CUT,
    RIGHT
  }

  /** Writes a value as it is in CSV, without padding. */
  @FunctionalInterface
  interface Writer {
    void write(RowBuffer out, Row row);
  }

  static Column left(String name, int width, Writer writer) {
    return new Column(name, width, width, width, Alignment.LEFT, writer);
  }

  static Column address(String name, Writer writer) {
    return new Column(name, 15, 26, 39, Alignment.LEFT, writer);
  }

  static Column kilobytes(String name, Writer writer) {
    return new Column(name, 5, 6, 6, Alignment.RIGHT, writer);
  }

  void putName(RowBuffer out, Layout layout) {
    int start = out.length();
    out.put(name);
    fit(out, start, layout);
  }

  void put(RowBuffer out, Row row, Layout layout) {
    int start = out.length();
    writer.write(out, row);
    fit(out, start, layout);
  }

  private void fit(RowBuffer out, int start, Layout layout) {
    int least =
        switch (layout) {
          case TEXT -> width;
          case WIDE -> wideWidth;
          case WIDER -> widerWidth;
          case CSV -> 0;
        };
    if (alignment == Alignment.RIGHT) {
      out.padLeft(start, least);
    } else {
      if (alignment == Alignment.LEFT_CUT && layout != Layout.CSV) {
        out.truncate(start, least);
      }
      out.padRight(start, least);
    }
  }
}
