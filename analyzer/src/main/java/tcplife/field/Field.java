// SPDX-License-Identifier: Apache-2.0
package tcplife.field;

import tcplife.session.Session;

/**
 * Something that is known of a session: defined once, for every output that shows it.
 *
 * @param name in lower case, as in SQL and JSON; never changes its meaning
 * @param type of its value
 * @param unit of its value, empty where it has none
 * @param width characters that most values have at most, as text
 * @param meaning in a line
 * @param reader gives its value
 */
public record Field(String name, Type type, String unit, int width, String meaning, Reader reader) {
  /** What a value is. */
  public enum Type {
    /** A whole number. */
    NUMBER,
    /** A text. */
    TEXT,
    /** Yes or no. */
    FLAG,
    /** A point of wall time: ns since 1970-01-01T00:00Z. */
    TIME,
    /** A span of time: ns. */
    DURATION,
    /** An IPv4 or IPv6 address. */
    ADDRESS
  }

  /** Takes the value of one field of one session: exactly one call, the one of its type or none. */
  public interface Sink {
    /** It is not known, or there is none. */
    void none();

    /** A number, a time or a duration. */
    void number(long value);

    void text(String value);

    void flag(boolean value);

    /** The 16 bytes of an IPv6 address; of an IPv4 one the last 4, as ::ffff:1.2.3.4 has them. */
    void address(long head, long tail, boolean ipv4);
  }

  /** Gives a field's value of a session to a sink. */
  @FunctionalInterface
  public interface Reader {
    void read(Session session, Sink sink);
  }

  static Field number(String name, String unit, String meaning, Reader reader) {
    return new Field(name, Type.NUMBER, unit, 5, meaning, reader);
  }

  static Field text(String name, int width, String meaning, Reader reader) {
    return new Field(name, Type.TEXT, "", width, meaning, reader);
  }

  static Field flag(String name, String meaning, Reader reader) {
    return new Field(name, Type.FLAG, "", 5, meaning, reader);
  }

  static Field time(String name, String meaning, Reader reader) {
    return new Field(name, Type.TIME, "ns since 1970-01-01T00:00Z", 35, meaning, reader);
  }

  static Field duration(String name, String meaning, Reader reader) {
    return new Field(name, Type.DURATION, "ns", 12, meaning, reader);
  }
}
