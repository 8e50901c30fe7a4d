// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** DuckDB's messages advise settings, which are locked here: says instead which option helps. */
enum SqlAdvice {
  SPILL(
      "max_temp_directory_size|max temp directory size",
      "--temp-size lets more onto the disk, --memory SIZE into memory"),
  MEMORY(
      "^Out of Memory Error|memory_limit",
      "--memory SIZE gives more, --temp DIR puts on disk what does not fit, --threads 1 needs less"),
  DEPTH("max_expression_depth", "write it with less nesting"),
  OTHER("\\b(SET|PRAGMA|INSTALL|LOAD) ", "settings and extensions are locked here");

  /** From the first sentence, or parenthesis, that advises on. */
  private static final Pattern ADVICE =
      Pattern.compile(
          "\\s*(Possible solutions:|Database is launched |This limit was set by|By default|Use \"SET|You can |Try |Consider "
              + "|Please |In order to |To enable |\\(SET |\\(PRAGMA |Install it |See also ).*");

  private final Pattern about;
  private final String instead;

  SqlAdvice(String about, String instead) {
    this.about = Pattern.compile(about);
    this.instead = instead;
  }

  /** A message of one line, with our advice in the place of DuckDB's. */
  static String ours(String message) {
    for (SqlAdvice each : values()) {
      if (each.about.matcher(message).find()) {
        Matcher advice = ADVICE.matcher(message);
        boolean found = advice.find();
        if (!found && each == OTHER) {
          return message;
        }
        String what = found ? message.substring(0, advice.start()) : message;
        return what.replaceAll("[.:]$", "") + "; " + each.instead;
      }
    }
    return message;
  }
}
