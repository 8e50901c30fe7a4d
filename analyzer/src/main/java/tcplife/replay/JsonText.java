// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

/** Texts as JSON has them (RFC 8259), in ASCII: all else in them is escaped. */
public final class JsonText {
  private static final String HEX = "0123456789abcdef";

  private JsonText() {}

  /** Writes a text, with the quotes around it. */
  public static void put(RowBuffer out, String value) {
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
