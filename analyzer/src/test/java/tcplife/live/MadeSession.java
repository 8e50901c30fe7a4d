// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

/**
 * A session that the traffic program made, as it tells it itself.
 *
 * @param client its ends as the client has them
 * @param sentUp payload bytes from client to server
 */
record MadeSession(
    String scenario, String clientPid, String serverPid, Ends client, long sentUp, long sentDown) {
  /** Of a line of {@code traffic sessions}. */
  static MadeSession of(String line) {
    String[] fields = line.split(",");
    Ends client =
        new Ends(fields[3], Integer.parseInt(fields[4]), fields[5], Integer.parseInt(fields[6]));
    return new MadeSession(
        fields[0],
        fields[1],
        fields[2],
        client,
        Long.parseLong(fields[7]),
        Long.parseLong(fields[8]));
  }

  Ends server() {
    return client.reversed();
  }

  boolean isRefused() {
    return scenario.equals("refused");
  }

  boolean isReset() {
    return scenario.endsWith("-resets");
  }
}
