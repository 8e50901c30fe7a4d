// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The fields of one line, taken one by one: texts are String, numbers {@link Numeral}, arrays List.
 * Whatever is not as it should be is a {@link BadLineException} that names the field.
 */
final class FieldReader {
  /** An integer as it was written. */
  record Numeral(String digits) {
    @Override
    public String toString() {
      return digits;
    }
  }

  private final Map<String, Object> fields;

  FieldReader(Map<String, Object> fields) {
    this.fields = fields;
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  /** A field of any type, as it was given; null too. */
  Object take(String name) {
    if (!has(name)) {
      throw new BadLineException("no field \"" + name + "\"");
    }
    return fields.remove(name);
  }

  /** Leaves a field out of account. */
  void skip(String name) {
    fields.remove(name);
  }

  /** A number that fits into so many bytes, unsigned. */
  long number(String name, int size) {
    return unsigned(name, take(name), size);
  }

  /** The same, or null, which all bits stand for. */
  long numberOrUnknown(String name, int size) {
    Object value = take(name);
    return value == null ? -1 : unsigned(name, value, size);
  }

  /** A number that fits into so many bytes, with a sign. */
  long signed(String name, int size) {
    Object value = take(name);
    try {
      long number = Long.parseLong(((Numeral) value).digits());
      int shift = Long.SIZE - 8 * size;
      if (number << shift >> shift == number) {
        return number;
      }
    } catch (ClassCastException | NullPointerException | NumberFormatException e) {
      // Told below.
    }
    throw wrong(name, value, "a number of " + size + " bytes");
  }

  /** A value as a number that fits into so many bytes, unsigned. */
  static long unsigned(String name, Object value, int size) {
    try {
      long number = Long.parseUnsignedLong(((Numeral) value).digits());
      if (size == Long.BYTES || number >>> 8 * size == 0) {
        return number;
      }
    } catch (ClassCastException | NullPointerException | NumberFormatException e) {
      // Told below.
    }
    throw wrong(name, value, "a number of " + size + " bytes, 0 or more");
  }

  String text(String name) {
    Object value = take(name);
    if (value instanceof String text) {
      return text;
    }
    throw wrong(name, value, "a text");
  }

  List<String> texts(String name) {
    return list(name, each -> each instanceof String text ? text : null, "texts");
  }

  /** Numbers of 8 bytes, unsigned. */
  List<Long> numbers(String name) {
    return list(name, each -> unsigned(name, each, Long.BYTES), "numbers");
  }

  private <T> List<T> list(String name, Function<Object, T> type, String what) {
    Object value = take(name);
    if (value instanceof List<?> list) {
      List<T> typed = list.stream().<T>map(each -> type.apply(each)).toList();
      if (!typed.contains(null)) {
        return typed;
      }
    }
    throw wrong(name, value, "an array of " + what);
  }

  /** That nothing is left. */
  void end() {
    if (!fields.isEmpty()) {
      throw new BadLineException(
          "unknown field \"" + ByteText.of(fields.keySet().iterator().next()) + "\"");
    }
  }

  static BadLineException wrong(String name, Object value, String wanted) {
    String shown = String.valueOf(value);
    String cut = shown.length() > 60 ? shown.substring(0, 60) + "…" : shown;
    return new BadLineException("\"" + name + "\": " + ByteText.of(cut) + " is not " + wanted);
  }
}
