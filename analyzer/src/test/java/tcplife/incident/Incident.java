// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static tcplife.incident.Network.BRANCH;
import static tcplife.incident.Network.INTERNET;
import static tcplife.incident.Network.OFFICE;
import static tcplife.incident.Network.SHOP;
import static tcplife.incident.Planted.CRAWLED;
import static tcplife.incident.Planted.ELDERS;
import static tcplife.incident.Planted.LODGERS;
import static tcplife.incident.Planted.MOVED;
import static tcplife.incident.Planted.STOLEN;
import static tcplife.incident.Planted.STOLEN_TO;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import tcplife.live.Host;
import tcplife.live.Program;
import tcplife.live.Recorder;

/**
 * A morning at a small firm, in less than a minute: normal traffic, and among it one of each thing
 * that a hunt looks for, each by a process of its own name.
 */
final class Incident implements AutoCloseable {
  static final Path PROGRAM = Host.PROJECT.resolve("bpf/target/test-native/incident");

  private final Network network = new Network();
  private final Cast cast;
  private final Hall hall;
  private final Faults faults;
  private final Background background;
  private Program kiosk;
  private long begun;
  private long leaked;
  private LocalDateTime lateHours;
  private double lodged;
  private double leaking;
  private long portsKept;

  Incident(Path directory) {
    cast = new Cast(PROGRAM, directory, network);
    hall = new Hall(cast);
    faults = new Faults(cast, network);
    background = new Background(cast);
  }

  Cast cast() {
    return cast;
  }

  /** Before the recording: the servers, and sessions that are older than it. */
  private void prepare() {
    cast.keep(SHOP, "vault", "serve 0.0.0.0 7005");
    kiosk = cast.keep(SHOP, "kiosk", "serve 0.0.0.0 8080");
    cast.keep(BRANCH, "depot", "serve 0.0.0.0 7006");
    cast.keep(INTERNET, "dropbox", "serve 0.0.0.0 8445");
    background.open();
    hall.open();
    faults.open();
    cast.keep(OFFICE, "elder", "keeps " + SHOP + " 7005 -n " + ELDERS);
  }

  /** Everything else; the longest-lived come first. */
  private void happen() {
    cast.keep(OFFICE, "lodger", "keeps " + SHOP + " 7005 -n " + LODGERS);
    begun = System.nanoTime();
    background.begin();
    Map<String, Program> lost = faults.lost();
    cast.run(OFFICE, "crawler", "client-closes " + SHOP + " 80 -u 90 -d 300 -n " + CRAWLED);
    portsKept = network.sockets(OFFICE, "time-wait", SHOP + ":80");
    // These take a while, so that what comes next is clearly younger than the lodgers.
    hall.regularsCome();
    faults.scans();
    hall.passersCome();
    faults.leaks();
    leaked = System.nanoTime();
    faults.failures();
    hall.passersLeave();
    faults.aborts();
    faults.sleepers();
    hall.latecomersCome();
    faults.queue();
    cast.run(OFFICE, "mover", "client-closes " + BRANCH + " 7006 -u 1000000 -n " + MOVED);
    hall.close();
    lost.forEach(cast::finish);
    background.awaitEnd();
    lateHours = LocalDateTime.now(ZoneOffset.UTC);
    uploads();
    listeners();
    background.hangUp();
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

  /** How many ports the kernel kept in TIME_WAIT when the crawler had ended. */
  long portsKept() {
    return portsKept;
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

  /** Records the morning after it. */
  NextMorning recordNext(Path directory) {
    try (Cast next = new Cast(PROGRAM, directory, network)) {
      return NextMorning.record(directory, next);
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
