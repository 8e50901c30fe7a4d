// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

/**
 * Texts that strangers chose, such as a process's arguments: what a terminal would obey, or would
 * show as if it were something else, is not let through.
 */
public final class SafeText {
  private SafeText() {}

  /** Writes a text as UTF-8, with ? for each character that is not to be seen. */
  public static void put(RowBuffer out, String text) {
    text.codePoints().forEach(point -> out.putCharacter(isVisible(point) ? point : '?'));
  }

  /** A text with ? for each character that is not to be seen. */
  public static String of(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(point -> safe.appendCodePoint(isVisible(point) ? point : '?'));
    return safe.toString();
  }

  private static boolean isVisible(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
