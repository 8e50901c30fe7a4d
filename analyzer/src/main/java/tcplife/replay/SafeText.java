// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import tcplife.cli.Message;

/**
 * Texts that strangers chose, such as a process's arguments: what a terminal would obey, or would
 * show as if it were something else, is not let through.
 */
public final class SafeText {
  private SafeText() {}

  /** Writes a text as UTF-8, with ? for each character that is not to be seen. */
  public static void put(RowBuffer out, String text) {
    text.codePoints().forEach(point -> out.putCharacter(Message.isVisible(point) ? point : '?'));
  }
}
