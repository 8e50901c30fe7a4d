// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static tcplife.incident.Network.BRANCH;
import static tcplife.incident.Network.INTERNET;
import static tcplife.incident.Network.NOWHERE;
import static tcplife.incident.Network.OFFICE;
import static tcplife.incident.Network.SHOP;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import tcplife.live.Await;
import tcplife.live.Host;
import tcplife.live.Program;
import tcplife.live.Recorder;

/**
 * A morning at a small firm, in less than a minute: normal traffic, and among it one of each thing
 * that a hunt looks for, each by a process of its own name.
 */
final class Incident implements AutoCloseable {
  static final Path PROGRAM = Host.PROJECT.resolve("bpf/target/test-native/incident");

  static final int ELDERS = 3;
  static final int LODGERS = 4;
  static final int SCANNED_CLOSED = 200;
  static final int SCANNED_SILENT = 60;
  static final int RETRIES = 300;
  static final int HASTY = 20;
  static final int BEACONS = 30;
  static final int ABORTED_BY_CLIENT = 400;
  static final int ABORTED_BY_SERVER = 120;
  static final int LEAKED = 30;
  static final int STUCK = 25;
  static final int SLEEPERS = 4;
  static final int CRAWLED = 6000;
  static final int MOVED = 2;
  static final int STOLEN = 3;

  static final String BEACONED = "198.19.6.6";
  static final String STOLEN_TO = "198.19.66.66";
  static final String SLOW_SITE = "198.19.88.88";

  private final Network network = new Network();
  private final Cast cast;
  private final Map<String, Program> background = new LinkedHashMap<>();
  private Program kiosk;
  private long begun;
  private long leaked;
  private LocalDateTime lateHours;
  private double lodged;
  private double leaking;

  Incident(Path directory) {
    cast = new Cast(PROGRAM, directory, network);
  }

  Cast cast() {
    return cast;
  }

  /** Before the recording: the servers, and sessions that are older than it. */
  private void prepare() {
    cast.keep(SHOP, "web", "serve 0.0.0.0 80");
    cast.keep(SHOP, "db", "serve 0.0.0.0 5432");
    cast.keep(SHOP, "vault", "serve 0.0.0.0 7005");
    cast.keep(SHOP, "victim", "serve 0.0.0.0 7003");
    cast.keep(SHOP, "grumpy", "serve 0.0.0.0 7004");
    cast.keep(SHOP, "leaky", "serve 0.0.0.0 7001");
    cast.keep(SHOP, "deaf", "serve 0.0.0.0 7002 -b 4096");
    kiosk = cast.keep(SHOP, "kiosk", "serve 0.0.0.0 8080");
    cast.keep(OFFICE, "printer", "serve 0.0.0.0 631");
    cast.keep(BRANCH, "depot", "serve 0.0.0.0 7006");
    cast.keep(INTERNET, "site", "serve 0.0.0.0 443");
    cast.keep(INTERNET, "c2", "serve 0.0.0.0 8444");
    cast.keep(INTERNET, "dropbox", "serve 0.0.0.0 8445");
    cast.keep(OFFICE, "elder", "keeps " + SHOP + " 7005 -n " + ELDERS);
  }

  /** Everything else; the longest-lived come first. */
  private void happen() {
    cast.keep(OFFICE, "lodger", "keeps " + SHOP + " 7005 -n " + LODGERS);
    begun = System.nanoTime();
    normalTraffic();
    scans();
    leaks();
    cast.run(OFFICE, "retrier", "refused " + SHOP + " 9999 -g 10 -n " + RETRIES);
    cast.run(OFFICE, "hasty", "refused " + SHOP + " 9998 -g 10 -n " + HASTY);
    aborts();
    sleepers();
    cast.run(OFFICE, "mover", "client-closes " + BRANCH + " 7006 -u 1000000 -n " + MOVED);
    awaitBackground();
    lateHours = LocalDateTime.now(ZoneOffset.UTC);
    uploads();
    listeners();
  }

  /** The age of sessions, in seconds, that only the long-lived ones had at the end. */
  double lodged() {
    return lodged;
  }

  /** A time, in seconds, that only leaked sessions were left open. */
  double leaking() {
    return leaking;
  }

  /** When all that is normal had been seen, UTC. */
  LocalDateTime lateHours() {
    return lateHours;
  }

  private void normalTraffic() {
    background(
        "browser", OFFICE, "client-closes 198.19.0.1 443 -a 4 -n 200 -g 40 -u 400 -d 3000 -v");
    background("mailer", SHOP, "client-closes " + OFFICE + " 631 -n 100 -g 80 -u 9000 -d 100 -v");
    background(
        "implant",
        OFFICE,
        "client-closes " + BEACONED + " 8444 -g 300 -j 30 -u 64 -d 32 -n " + BEACONS);
    background("fetcher", SHOP, "server-closes 198.19.0.1 443 -a 40 -n 3500 -u 80 -d 700");
    background("poller", INTERNET, "client-closes " + SHOP + " 5432 -n 1500 -u 50 -d 150");
    background("crawler", OFFICE, "client-closes " + SHOP + " 80 -u 90 -d 300 -n " + CRAWLED);
  }

  private void background(String name, String host, String arguments) {
    background.put(name, cast.start(host, name, arguments));
  }

  private void awaitBackground() {
    background.forEach(cast::finish);
  }

  /** These take a while, so that what comes next is clearly younger than the lodgers. */
  private void scans() {
    cast.run(OFFICE, "scanner", "scan " + SHOP + " 1001 -l " + (1000 + SCANNED_CLOSED));
    cast.run(OFFICE, "scanner", "scan " + NOWHERE + " 1 -l " + SCANNED_SILENT);
  }

  private void leaks() {
    cast.run(OFFICE, "guest", "server-forgets " + SHOP + " 7001 -n " + LEAKED);
    cast.keep(OFFICE, "stuck", "floods " + SHOP + " 7002 -n " + STUCK);
    leaked = System.nanoTime();
  }

  private void aborts() {
    cast.run(OFFICE, "rude", "client-resets " + SHOP + " 7003 -d 1 -n " + ABORTED_BY_CLIENT);
    cast.run(OFFICE, "patient", "server-resets " + SHOP + " 7004 -d 1 -n " + ABORTED_BY_SERVER);
  }

  /** Their first SYN is lost, and comes again a second later. */
  private void sleepers() {
    network.drop(SLOW_SITE, true);
    Map<Integer, Program> sleepers = new LinkedHashMap<>();
    for (int i = 0; i < SLEEPERS; i++) {
      sleepers.put(i, cast.start(OFFICE, "sleepy", "client-closes " + SLOW_SITE + " 443 -n 1"));
    }
    Await.until("all SYNs are out", () -> network.connecting(OFFICE, SLOW_SITE) == SLEEPERS);
    network.drop(SLOW_SITE, false);
    sleepers.values().forEach(each -> cast.finish("sleepy", each));
  }

  /** One to where nobody went before; one to a site known to all; one that gets as much back. */
  private void uploads() {
    cast.run(OFFICE, "thief", "client-closes " + STOLEN_TO + " 8445 -u 8000000 -n " + STOLEN);
    cast.run(OFFICE, "backup", "client-closes 198.19.0.2 443 -u 8000000 -n 2");
    cast.run(OFFICE, "syncer", "client-closes 198.19.77.77 443 -u 12000000 -d 12000000 -n 1");
  }

  /** A server that comes back is not new. */
  private void listeners() {
    kiosk.closeInput();
    kiosk.expectExit(0);
    cast.keep(SHOP, "kiosk", "serve 0.0.0.0 8080");
    cast.run(INTERNET, "shopper", "client-closes " + SHOP + " 8080 -n 2");
    cast.keep(OFFICE, "backdoor", "serve 0.0.0.0 4444");
    cast.run(INTERNET, "visitor", "client-closes " + OFFICE + " 4444 -n 2");
  }

  /** Records it, and returns the capture. */
  Path record(Path directory) {
    prepare();
    try (Recorder recorder = Recorder.start(directory).awaitInventory()) {
      happen();
      lodged = secondsSince(begun);
      leaking = secondsSince(leaked) / 2;
      return recorder.stop();
    }
  }

  private static double secondsSince(long time) {
    return (System.nanoTime() - time) / 1e9;
  }

  @Override
  public void close() {
    cast.close();
    network.close();
  }
}
