// SPDX-License-Identifier: Apache-2.0
package tcplife.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What is said on standard error: a line each. Paths, and what files and databases say, are texts
 * that strangers chose: what a terminal would obey, or would show as if it were something else, is
 * not let through.
 */
public final class Message {
  private Message() {}

  /** Says something in the name of a command. */
  public static void say(CommandSpec command, String text) {
    String line = text.replaceAll("\\s*[\\r\\n]+\\s*", " ");
    System.err.println(safe(command.qualifiedName() + ": " + line));
  }

  /**
   * Says what was found to be damaged or missing.
   *
   * @param lines what, one each
   * @return the exit code that says whether there was something
   */
  public static int sayFindings(CommandSpec command, List<String> lines) {
    lines.forEach(line -> say(command, line));
    return lines.isEmpty() ? ExitCode.OK : ExitCode.INCOMPLETE;
  }

  /** A text with ? for each character that is not to be seen. */
  public static String safe(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(point -> safe.appendCodePoint(isVisible(point) ? point : '?'));
    return safe.toString();
  }

  /** Whether a character, by its code point, is to be seen. */
  public static boolean isVisible(int point) {
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
