// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import tcplife.field.Field;

/**
 * A column of what is read from captures.
 *
 * @param name as in SQL
 * @param type of its value; a TIME has the suffix _ns, and the view over the table adds the
 *     timestamp
 * @param unit of its value, empty where it has none
 * @param meaning in a line
 * @param reader gives a row's value
 * @param <R> what a row is made of
 */
record TableColumn<R>(String name, Field.Type type, String unit, String meaning, Reader<R> reader) {
  /** Gives a row's value to a sink. */
  @FunctionalInterface
  interface Reader<R> {
    void read(R row, Field.Sink to);
  }

  /** What its comment in the catalog says. */
  String comment() {
    return unit.isEmpty() ? meaning : meaning + " [" + unit + "]";
  }

  static <R> TableColumn<R> number(String name, String unit, String meaning, Reader<R> reader) {
    return new TableColumn<>(name, Field.Type.NUMBER, unit, meaning, reader);
  }

  static <R> TableColumn<R> text(String name, String meaning, Reader<R> reader) {
    return new TableColumn<>(name, Field.Type.TEXT, "", meaning, reader);
  }

  static <R> TableColumn<R> flag(String name, String meaning, Reader<R> reader) {
    return new TableColumn<>(name, Field.Type.FLAG, "", meaning, reader);
  }

  static <R> TableColumn<R> time(String name, String meaning, Reader<R> reader) {
    return new TableColumn<>(name, Field.Type.TIME, "ns since 1970-01-01T00:00Z", meaning, reader);
  }
}
