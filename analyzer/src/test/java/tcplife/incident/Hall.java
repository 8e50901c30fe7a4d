// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static tcplife.incident.Network.BRANCH;
import static tcplife.incident.Network.OFFICE;
import static tcplife.incident.Network.SHOP;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tcplife.live.Program;

/** A server whose clients come and leave, each company of them within a time of its own. */
final class Hall {
  /** The length of a time, s; each begins at a multiple of it since 1970. */
  static final int TIME = 2;

  static final int PORT = 7007;
  static final int REGULARS = 8;
  static final int PASSERS = 5;
  static final int LATECOMERS = 2;

  /** Of each time in which some came or left: how many were accepted, and the most at once. */
  static final List<String> COMPANIES =
      List.of(
          REGULARS + " " + REGULARS,
          PASSERS + " " + (REGULARS + PASSERS),
          0 + " " + (REGULARS + PASSERS),
          LATECOMERS + " " + (REGULARS + LATECOMERS),
          0 + " " + (REGULARS + LATECOMERS));

  private final Cast cast;
  private Program server;
  private Program regulars;
  private Program passers;
  private Program latecomers;

  Hall(Cast cast) {
    this.cast = cast;
  }

  void open() {
    server = cast.keep(SHOP, "hall", "serve 0.0.0.0 " + PORT);
  }

  void regularsCome() {
    regulars = come(OFFICE, "regular", "keeps", REGULARS);
  }

  void passersCome() {
    passers = come(BRANCH, "passer", "visits", PASSERS);
  }

  void passersLeave() {
    awaitNextTime();
    leave(passers);
  }

  void latecomersCome() {
    latecomers = come(OFFICE, "latecomer", "keeps", LATECOMERS);
  }

  void close() {
    awaitNextTime();
    leave(regulars);
    leave(latecomers);
    leave(server);
  }

  private Program come(String from, String name, String manner, int count) {
    awaitNextTime();
    return cast.keep(from, name, "%s %s %d -n %d".formatted(manner, SHOP, PORT, count));
  }

  private static void leave(Program actor) {
    actor.closeInput();
    actor.expectExit(0);
  }

  private static void awaitNextTime() {
    long time = TimeUnit.SECONDS.toMillis(TIME);
    LockSupport.parkUntil((System.currentTimeMillis() / time + 1) * time);
  }
}
