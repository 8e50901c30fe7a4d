// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import java.util.ArrayList;
import java.util.List;

/** Makes TCP sessions whose truth is known. */
final class Traffic {
  /** How sessions end that were accepted. */
  static final List<String> SCENARIOS =
      List.of("client-closes", "server-closes", "client-resets", "server-resets");

  /** How a client reaches a server: IPv4, IPv6, and IPv4 to a dual-stack socket. */
  private static final List<List<String>> FAMILIES =
      List.of(List.of(), List.of("-6"), List.of("-m"));

  /**
   * Payloads of client and server: none, and two that are so near a whole number of KB that it
   * shows whether SYN and FIN are counted.
   */
  private static final List<List<String>> PAYLOADS =
      List.of(
          List.of("-u", "0", "-d", "0"),
          List.of("-u", "1022", "-d", "1023"),
          List.of("-u", "1572862", "-d", "2097151"));

  private Traffic() {}

  /** Sessions of every scenario over every family, with every payload; so many of each kind. */
  static List<MadeSession> ofEveryKind(int count) {
    List<MadeSession> made = new ArrayList<>();
    for (List<String> family : FAMILIES) {
      for (String scenario : SCENARIOS) {
        PAYLOADS.forEach(payload -> made.addAll(sessions(scenario, count, family, payload)));
      }
      made.addAll(sessions("refused", count, family, List.of()));
    }
    return made;
  }

  private static List<MadeSession> sessions(
      String scenario, int count, List<String> family, List<String> payload) {
    List<String> command = command(scenario, count);
    command.addAll(family);
    command.addAll(payload);
    return parse(Program.run(command));
  }

  /** The command that makes sessions over IPv4. */
  static List<String> command(String scenario, int count) {
    return new ArrayList<>(
        List.of(Host.TRAFFIC.toString(), "sessions", scenario, "-n", String.valueOf(count)));
  }

  /** What the command printed. */
  static List<MadeSession> parse(String output) {
    return output.lines().skip(1).map(MadeSession::of).toList();
  }
}
