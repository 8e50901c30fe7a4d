// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import java.util.List;
import java.util.stream.Stream;
import tcplife.live.Program;

/**
 * Hosts of an incident: network namespaces around a router, with nothing behind them. All addresses
 * are of 198.18.0.0/15, which RFC 2544 sets apart for tests.
 */
final class Network implements AutoCloseable {
  /** All addresses, and no others of this machine. */
  static final String ADDRESSES = "198.18.0.0/15";

  static final String OFFICE = "198.18.0.10";
  static final String SHOP = "198.18.0.20";

  /** Behind a narrow link, which drops what does not fit. */
  static final String BRANCH = "198.18.0.30";

  /** Has every address of 198.19.0.0/16. */
  static final String INTERNET = "198.19.0.1";

  /** What is sent there, the router drops without a word. */
  static final String NOWHERE = "198.18.255.9";

  /** What is sent there, the router sends back with an error. */
  static final String NO_HOST = "198.18.254.9";

  private static final List<String> HOSTS = List.of(OFFICE, SHOP, BRANCH, INTERNET);
  private static final String GATEWAY = "198.18.0.1";

  private final String suffix = "-" + ProcessHandle.current().pid();
  private final String router = "router" + suffix;

  /** Makes all of it. */
  Network() {
    try {
      ip("netns add " + router);
      HOSTS.forEach(this::join);
      ip("-n %s route add blackhole 198.18.255.0/24".formatted(router));
      ip("-n %s route add unreachable 198.18.254.0/24".formatted(router));
      ip("-n %s route add local 198.19.0.0/16 dev lo".formatted(namespace(INTERNET)));
      ip("-n %s route add 198.19.0.0/16 via %s".formatted(router, INTERNET));
      in(router, "sysctl -qw net.ipv4.ip_forward=1");
      in(router, "tc qdisc add dev %s root tbf rate 20mbit burst 4k limit 12k".formatted(port(2)));
    } catch (AssertionError e) {
      close();
      throw e;
    }
  }

  /** The namespace's name of the host with an address. */
  String namespace(String host) {
    return List.of("office", "shop", "branch", "internet").get(HOSTS.indexOf(host)) + suffix;
  }

  private static String port(int host) {
    return "host" + host;
  }

  private void join(String host) {
    String namespace = namespace(host);
    String port = port(HOSTS.indexOf(host));
    ip("netns add " + namespace);
    ip("-n %s link set lo up".formatted(namespace));
    ip("-n %s link add eth0 type veth peer name %s netns %s".formatted(namespace, port, router));
    ip("-n %s address add %s/32 dev eth0".formatted(namespace, host));
    ip("-n %s link set eth0 up".formatted(namespace));
    ip("-n %s route add %s dev eth0".formatted(namespace, GATEWAY));
    ip("-n %s route add default via %s src %s".formatted(namespace, GATEWAY, host));
    ip("-n %s link set %s up".formatted(router, port));
    ip("-n %s address add %s/32 dev %s".formatted(router, GATEWAY, port));
    ip("-n %s route add %s dev %s".formatted(router, host, port));
  }

  /** Drops, or drops no more, what is sent to an address. */
  void drop(String address, boolean on) {
    ip("-n %s route %s blackhole %s/32".formatted(router, on ? "add" : "del", address));
  }

  /**
   * How many sockets of a host are in a state.
   *
   * @param state as ss calls it
   * @param remote ADDRESS:PORT
   */
  long sockets(String host, String state, String remote) {
    return in(namespace(host), "ss -Htn state " + state + " dst " + remote).lines().count();
  }

  private static String ip(String arguments) {
    return Program.run(Stream.of(("ip " + arguments).split(" ")).toList());
  }

  private static String in(String namespace, String command) {
    return ip("netns exec " + namespace + " " + command);
  }

  @Override
  public void close() {
    Stream.concat(HOSTS.stream().map(this::namespace), Stream.of(router))
        .forEach(
            each -> {
              try (Program delete = Program.start("ip", "netns", "delete", each)) {
                delete.exitCode();
              }
            });
  }
}
