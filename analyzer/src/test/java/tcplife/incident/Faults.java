// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static tcplife.incident.Network.BRANCH;
import static tcplife.incident.Network.NOWHERE;
import static tcplife.incident.Network.NO_HOST;
import static tcplife.incident.Network.OFFICE;
import static tcplife.incident.Network.SHOP;
import static tcplife.incident.Planted.ABORTED_BY_CLIENT;
import static tcplife.incident.Planted.ABORTED_BY_SERVER;
import static tcplife.incident.Planted.FIRST_PORT;
import static tcplife.incident.Planted.HASTY;
import static tcplife.incident.Planted.INFECTED;
import static tcplife.incident.Planted.INFECTED_FROM;
import static tcplife.incident.Planted.LEAKED;
import static tcplife.incident.Planted.QUEUED;
import static tcplife.incident.Planted.RETRIES;
import static tcplife.incident.Planted.SCANNED_PORTS;
import static tcplife.incident.Planted.SCANNED_SILENT;
import static tcplife.incident.Planted.SERVED_AT_ONCE;
import static tcplife.incident.Planted.SLEEPERS;
import static tcplife.incident.Planted.SLOW_SITE;
import static tcplife.incident.Planted.STUCK;
import static tcplife.incident.Planted.WAITING;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tcplife.live.Await;
import tcplife.live.Program;

/** What goes wrong in an incident: connects that fail or are slow, sessions that end badly. */
final class Faults {
  /** Sessions that wait to be accepted where the backlog is 1. */
  private static final int IN_BACKLOG = 2;

  private final Cast cast;
  private final Network network;
  private Program packed;

  Faults(Cast cast, Network network) {
    this.cast = cast;
    this.network = network;
  }

  void open() {
    cast.keep(SHOP, "victim", "serve 0.0.0.0 7003");
    cast.keep(SHOP, "grumpy", "serve 0.0.0.0 7004");
    cast.keep(SHOP, "leaky", "serve 0.0.0.0 7001");
    cast.keep(SHOP, "deaf", "serve 0.0.0.0 7002 -b 4096");
    cast.keep(SHOP, "closet", "serve 0.0.0.0 " + Planted.OPEN_PORT);
    packed = cast.keep(SHOP, "packed", "serve 0.0.0.0 7008 -q 1");
  }

  /** Starts clients that the network has no way for, and does not wait: it may take seconds. */
  Map<String, Program> lost() {
    return Map.of(
        "astray", cast.start(BRANCH, "astray", "unanswered " + NOWHERE + " 80 -n 1"),
        "stray", cast.start(BRANCH, "stray", "unreachable " + NO_HOST + " 80 -n 1"));
  }

  void scans() {
    int last = FIRST_PORT + SCANNED_PORTS - 1;
    cast.run(OFFICE, "scanner", "scan %s %d -l %d".formatted(SHOP, FIRST_PORT, last));
    cast.run(OFFICE, "scanner", "scan %s 1 -l %d".formatted(NOWHERE, SCANNED_SILENT));
    cast.run(OFFICE, "worm", "refused %s 23 -a %2$d -n %2$d".formatted(INFECTED_FROM, INFECTED));
  }

  void leaks() {
    cast.run(OFFICE, "guest", "server-forgets " + SHOP + " 7001 -n " + LEAKED);
    cast.keep(OFFICE, "waiter", "half-closes " + SHOP + " 7001 -n " + WAITING);
    cast.keep(OFFICE, "stuck", "floods " + SHOP + " 7002 -n " + STUCK);
  }

  void failures() {
    cast.run(OFFICE, "retrier", "refused " + SHOP + " 9999 -g 10 -n " + RETRIES);
    cast.run(OFFICE, "hasty", "refused " + SHOP + " 9998 -g 10 -n " + HASTY);
  }

  void aborts() {
    cast.run(OFFICE, "rude", "client-resets " + SHOP + " 7003 -d 1 -n " + ABORTED_BY_CLIENT);
    cast.run(OFFICE, "patient", "server-resets " + SHOP + " 7004 -d 1 -n " + ABORTED_BY_SERVER);
  }

  /** Their first SYN is lost, and comes again a second later. */
  void sleepers() {
    network.drop(SLOW_SITE, true);
    List<Program> sleepers = connecting("sleepy", SLOW_SITE, 443, SLEEPERS);
    network.drop(SLOW_SITE, false);
    sleepers.forEach(each -> cast.finish("sleepy", each));
  }

  /** Their server has more to do than it has room for: it is stopped, and its backlog full. */
  void queue() {
    cast.run(OFFICE, "queuer", "client-closes " + SHOP + " 7008 -d 1 -n " + SERVED_AT_ONCE);
    Program.run("kill", "-STOP", String.valueOf(packed.pid()));
    List<Program> clients = new ArrayList<>();
    for (int i = 0; i < IN_BACKLOG; i++) {
      clients.add(cast.start(OFFICE, "queuer", "client-closes " + SHOP + " 7008 -d 1 -n 1"));
    }
    await("established", SHOP, 7008, IN_BACKLOG);
    clients.addAll(connecting("queuer", SHOP, 7008, QUEUED));
    Program.run("kill", "-CONT", String.valueOf(packed.pid()));
    clients.forEach(each -> cast.finish("queuer", each));
  }

  /** Starts so many clients, whose SYNs are not answered. They end when they have been served. */
  private List<Program> connecting(String name, String remote, int port, int count) {
    List<Program> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(
          cast.start(OFFICE, name, "client-closes %s %d -d 1 -n 1".formatted(remote, port)));
    }
    await("syn-sent", remote, port, count);
    return clients;
  }

  private void await(String state, String remote, int port, int count) {
    Await.until(
        count + " are " + state,
        () -> network.sockets(OFFICE, state, remote + ":" + port) == count);
  }
}
