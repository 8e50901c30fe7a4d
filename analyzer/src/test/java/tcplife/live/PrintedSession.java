// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row of a table of sessions.
 *
 * @param sentKilobytes as printed: tcplife of libbpf-tools has two decimals, ours none
 */
record PrintedSession(
    String pid,
    String comm,
    Ends ends,
    String sentKilobytes,
    String receivedKilobytes,
    double milliseconds) {
  private static final String NUMBERS = "([0-9.]+)";
  private static final String TAIL = "(\\S+) +(\\d+) +(\\S+) +(\\d+) +";

  /** COMM may hold spaces, commas too: it is what the columns around it leave. */
  private static final Pattern PEER =
      Pattern.compile("(\\d+) +(.*?) +" + TAIL + String.join(" +", NUMBERS, NUMBERS, NUMBERS));

  private static final Pattern WIDE =
      Pattern.compile(
          "(\\d+|-) +(.*?) +[46] +" + TAIL + String.join(" +", NUMBERS, NUMBERS, NUMBERS));

  private static final Pattern CSV =
      Pattern.compile(
          "(\\d+|-),(.*),[46],([^,]+),(\\d+),([^,]+),(\\d+),"
              + String.join(",", NUMBERS, NUMBERS, NUMBERS));

  /** Of {@code tcplife -w} of libbpf-tools. */
  static List<PrintedSession> ofPeer(String output) {
    return parse(output, PEER);
  }

  /** Of {@code replay -w}. */
  static List<PrintedSession> ofWide(String output) {
    return parse(output, WIDE);
  }

  /** Of {@code replay -s}. */
  static List<PrintedSession> ofCsv(String output) {
    return parse(output, CSV);
  }

  /** A last line without its end is not yet all of a row. */
  private static List<PrintedSession> parse(String output, Pattern pattern) {
    String whole = output.substring(0, output.lastIndexOf('\n') + 1);
    return whole.lines().skip(1).map(line -> parseRow(line, pattern)).toList();
  }

  private static PrintedSession parseRow(String line, Pattern pattern) {
    Matcher row = pattern.matcher(line);
    if (!row.matches()) {
      throw new AssertionError("not a row of sessions: " + line);
    }
    Ends ends =
        new Ends(
            row.group(3),
            Integer.parseInt(row.group(4)),
            row.group(5),
            Integer.parseInt(row.group(6)));
    return new PrintedSession(
        row.group(1),
        row.group(2),
        ends,
        row.group(7),
        row.group(8),
        Double.parseDouble(row.group(9)));
  }
}
