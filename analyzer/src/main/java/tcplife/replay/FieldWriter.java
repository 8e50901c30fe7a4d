// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.time.ZoneId;
import java.time.ZoneOffset;
import tcplife.field.Field;
import tcplife.field.Field.Type;
import tcplife.session.Session;

/** Writes values of fields into rows; each form of output has its own. */
abstract class FieldWriter implements Field.Sink {
  private final ZoneId zone;
  private RowBuffer out;
  private Type type;
  private ZoneId recorded;

  /**
   * @param zone of times; null: where each session was recorded
   */
  FieldWriter(ZoneId zone) {
    this.zone = zone;
  }

  /** Writes a session's value of a field. */
  final void write(RowBuffer to, Field field, Session session) {
    recorded = session.life().zone();
    field.reader().read(session, as(field.type(), to));
  }

  /** This, for a value that is of no session. */
  final Field.Sink as(Type valueType, RowBuffer to) {
    out = to;
    type = valueType;
    return this;
  }

  final RowBuffer out() {
    return out;
  }

  @Override
  public final void number(long value) {
    switch (type) {
      case TIME -> time(value);
      case DURATION -> duration(value);
      default -> out.putSigned(value);
    }
  }

  /** A span of time, ns. */
  void duration(long value) {
    out.putSigned(value);
  }

  /** A point of time, ns since 1970-01-01T00:00Z. */
  void time(long value) {
    ZoneId shown = zone == null ? recorded : zone;
    IsoTime.put(out, value, shown == null ? ZoneOffset.UTC : shown);
  }

  @Override
  public final void flag(boolean value) {
    out.put(value ? "true" : "false");
  }

  @Override
  public void address(long head, long tail, boolean ipv4) {
    if (ipv4) {
      AddressText.putIpv4(out, (int) tail);
    } else {
      AddressText.putIpv6(out, head, tail);
    }
  }
}
