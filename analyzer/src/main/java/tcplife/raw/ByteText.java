// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import tcplife.cli.Message;

/**
 * Bytes, which need not be in any encoding, as text that a terminal may have, and back again. What
 * is UTF-8 and printable stays as it is; a backslash is doubled; any other byte becomes a
 * backslash, x and two hexadecimal digits. Also characters are such that turn the direction of what
 * follows, or end a line.
 */
final class ByteText {
  private static final HexFormat HEX = HexFormat.of();

  private ByteText() {}

  static String of(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    while (true) {
      CoderResult result = decoder.reset().decode(in, out.clear(), true);
      out.flip().codePoints().forEach(each -> put(text, each));
      if (!result.isError()) {
        return text.toString();
      }
      for (int i = 0; i < result.length(); i++) {
        putEscaped(text, in.get());
      }
    }
  }

  /** A text of which nobody knows where it comes from, in the same form. */
  static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void put(StringBuilder text, int character) {
    if (character == '\\') {
      text.append("\\\\");
    } else if (Message.isVisible(character)) {
      text.appendCodePoint(character);
    } else {
      for (byte each : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
        putEscaped(text, each);
      }
    }
  }

  private static void putEscaped(StringBuilder text, byte value) {
    text.append("\\x").append(HEX.toHexDigits(value));
  }

  /**
   * The bytes that a text stands for.
   *
   * @throws BadLineException if a backslash is followed by something else
   */
  static byte[] bytes(String text) {
    byte[] given = text.getBytes(StandardCharsets.UTF_8);
    if (text.indexOf('\\') < 0) {
      return given;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(given.length);
    for (int i = 0; i < given.length; i++) {
      if (given[i] != '\\') {
        bytes.write(given[i]);
      } else if (i + 1 < given.length && given[i + 1] == '\\') {
        bytes.write('\\');
        i++;
      } else if (i + 3 < given.length
          && given[i + 1] == 'x'
          && HexFormat.isHexDigit(given[i + 2])
          && HexFormat.isHexDigit(given[i + 3])) {
        bytes.write(
            HexFormat.fromHexDigit(given[i + 2]) << 4 | HexFormat.fromHexDigit(given[i + 3]));
        i += 3;
      } else {
        throw new BadLineException("a backslash without \\ or xHH behind it");
      }
    }
    return bytes.toByteArray();
  }
}
