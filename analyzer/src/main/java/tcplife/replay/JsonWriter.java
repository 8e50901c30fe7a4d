// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.time.ZoneId;

/** Values as JSON has them (RFC 8259), in ASCII: all else in a text is escaped. */
final class JsonWriter extends FieldWriter {
  JsonWriter(ZoneId zone) {
    super(zone);
  }

  @Override
  public void none() {
    out().put("null");
  }

  @Override
  void time(long value) {
    out().put('"');
    super.time(value);
    out().put('"');
  }

  @Override
  public void address(long head, long tail, boolean ipv4) {
    out().put('"');
    super.address(head, tail, ipv4);
    out().put('"');
  }

  @Override
  public void text(String value) {
    JsonText.put(out(), value);
  }
}
