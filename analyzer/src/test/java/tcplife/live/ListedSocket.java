// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

/**
 * A line of ss, the real one's or ours.
 *
 * @param state as ss names it
 * @param remote empty for a listening socket
 */
record ListedSocket(String state, String local, String remote) {
  static ListedSocket parse(String line) {
    String[] field = line.strip().split("\\s+");
    boolean listens = field[0].equals("LISTEN");
    return new ListedSocket(field[0], address(field[3]), listens ? "" : address(field[4]));
  }

  /** Every address of both families is * to ss; behind % is the interface it is bound to. */
  private static String address(String text) {
    return text.replaceFirst("%[^:\\]]+", "").replaceFirst("^\\*:", "[::]:");
  }
}
