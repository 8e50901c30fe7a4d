// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.time.ZoneId;

/** Values as JSON has them (RFC 8259), in ASCII: all else in a text is escaped. */
final class JsonWriter extends FieldWriter {
  private static final String HEX = "0123456789abcdef";

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
    RowBuffer out = out();
    out.put('"');
    for (int i = 0; i < value.length(); i++) {
      char character = value.charAt(i);
      if (character == '"' || character == '\\') {
        out.put('\\');
        out.put(character);
      } else if (character >= ' ' && character < 0x7f) {
        out.put(character);
      } else {
        out.put("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.put(HEX.charAt(character >> shift & 0xf));
        }
      }
    }
    out.put('"');
  }
}
