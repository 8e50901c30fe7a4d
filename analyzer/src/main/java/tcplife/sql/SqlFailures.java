// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.sql.SQLException;
import tcplife.cli.Failure;
import tcplife.cli.Message;

/** Why a statement is not let through, or cannot be done: one line that a terminal may show. */
final class SqlFailures {
  static final String CANCELLED = "cancelled";

  /** An OutOfMemoryError while DuckDB's driver makes Java values of a chunk of rows. */
  private static final String HEAP = "Invalid Error: Java heap space";

  private SqlFailures() {}

  /**
   * Of values that do not fit into the memory of the program itself, which DuckDB does not count.
   */
  static Failure of(OutOfMemoryError failure) {
    return of(tooLarge(failure.getMessage()));
  }

  private static String tooLarge(String why) {
    return "the rows are too large for the memory that Java has ("
        + why
        + "): ask for fewer or shorter values, or set JAVA_TOOL_OPTIONS=-Xmx8G";
  }

  static Failure of(String message) {
    return new Failure(Message.safe(message));
  }

  static Failure of(SQLException failure) {
    return of(line(failure.getMessage()));
  }

  /**
   * Of DuckDB's message, which tells of a result that is pending, then what is wrong, and then
   * where, what is wrong. A data value in it may be anything.
   */
  private static String line(String message) {
    String text = String.valueOf(message);
    if (text.startsWith("INTERRUPT Error")) {
      return CANCELLED;
    }
    if (text.startsWith(HEAP)) {
      return tooLarge(text.substring(HEAP.indexOf("Java")));
    }
    int error = text.indexOf("\nError: ");
    String wrong = error < 0 ? text : text.substring(error + "\nError: ".length());
    int where = wrong.indexOf("\n\nLINE ");
    String what = where < 0 ? wrong : wrong.substring(0, where);
    return SqlAdvice.ours(what.strip().replaceAll("\\s*\\R\\s*", " "));
  }
}
