// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import java.util.List;

/**
 * A session that the traffic program made, with who did what to it, by PID, as it tells it itself.
 *
 * @param client its ends as the client has them
 * @param opener who connected, and closed the client's end
 * @param listener who made the server's port a listener's
 * @param acceptor who accepted the server's end
 * @param closer who closed the server's end, or would have, had the client not reset it
 */
record OwnedSession(String kind, Ends client, int opener, int listener, int acceptor, int closer) {
  /** Sessions whose client and server are a process each; IPv4 to a dual-stack socket or not. */
  static List<OwnedSession> ofTwo(String scenario, int count, boolean dualStack) {
    List<String> command = Traffic.command(scenario, count);
    if (dualStack) {
      command.add("-m");
    }
    String kind = dualStack ? "dual-stack " + scenario : scenario;
    return Traffic.parse(Program.run(command)).stream().map(made -> of(kind, made)).toList();
  }

  private static OwnedSession of(String kind, MadeSession made) {
    int server = Integer.parseInt(made.serverPid());
    return new OwnedSession(
        kind, made.client(), Integer.parseInt(made.clientPid()), server, server, server);
  }

  /** Whether the client's reset ended it, so that no process closed the server's end. */
  boolean clientResets() {
    return kind.endsWith("client-resets") || kind.equals("preforked-resets");
  }

  boolean serverResets() {
    return kind.endsWith("server-resets");
  }

  Ends server() {
    return client.reversed();
  }

  /** Sessions of a kind of {@code traffic owners}. */
  static List<OwnedSession> ofKind(String kind, int count) {
    String made = Program.run(Host.TRAFFIC.toString(), "owners", kind, "-n", String.valueOf(count));
    return made.lines().skip(1).map(OwnedSession::of).toList();
  }

  private static OwnedSession of(String line) {
    String[] fields = line.split(",");
    Ends client =
        new Ends(fields[5], Integer.parseInt(fields[6]), fields[7], Integer.parseInt(fields[8]));
    return new OwnedSession(
        fields[0],
        client,
        Integer.parseInt(fields[1]),
        Integer.parseInt(fields[2]),
        Integer.parseInt(fields[3]),
        Integer.parseInt(fields[4]));
  }
}
