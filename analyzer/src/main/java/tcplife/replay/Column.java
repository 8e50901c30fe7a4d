// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import tcplife.field.Field;

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
  private static final int WIDE_ADDRESS = 26;
  private static final int WIDER_ADDRESS = 39;

  enum Alignment {
    LEFT,
    /** Of a text, which may be anything: quoted in CSV where it must be. */
    TEXT,
    /** Of a text that is cut to its width. */
    TEXT_CUT,
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

  /** Of a field, under its name. */
  static Column of(Field field, boolean last, FieldWriter values) {
    int least = last ? 0 : Math.max(field.width(), field.name().length());
    boolean address = field.type() == Field.Type.ADDRESS;
    return new Column(
        field.name(),
        least,
        last || !address ? least : WIDE_ADDRESS,
        last || !address ? least : WIDER_ADDRESS,
        alignment(field.type()),
        (out, row) -> values.write(out, field, row.session()));
  }

  private static Alignment alignment(Field.Type type) {
    return switch (type) {
      case NUMBER, DURATION -> Alignment.RIGHT;
      case TEXT -> Alignment.TEXT;
      case FLAG, TIME, ADDRESS -> Alignment.LEFT;
    };
  }

  static Column address(String name, Writer writer) {
    return new Column(name, 15, WIDE_ADDRESS, WIDER_ADDRESS, Alignment.LEFT, writer);
  }

  static Column count(String name, int width, Writer writer) {
    return new Column(name, width, width + 1, width + 1, Alignment.RIGHT, writer);
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
    switch (layout) {
      case TEXT -> fit(out, start, width);
      case WIDE -> fit(out, start, wideWidth);
      case WIDER -> fit(out, start, widerWidth);
      case CSV -> {
        if (alignment == Alignment.TEXT || alignment == Alignment.TEXT_CUT) {
          out.quote(start);
        }
      }
    }
  }

  private void fit(RowBuffer out, int start, int least) {
    switch (alignment) {
      case LEFT -> out.padRight(start, least);
      case RIGHT -> out.padLeft(start, least);
      case TEXT -> out.padRight(start, least + out.continuations(start));
      case TEXT_CUT -> {
        out.truncate(start, least);
        out.padRight(start, least);
      }
    }
  }
}
