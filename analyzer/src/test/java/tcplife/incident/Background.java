// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static tcplife.incident.Network.INTERNET;
import static tcplife.incident.Network.OFFICE;
import static tcplife.incident.Network.SHOP;
import static tcplife.incident.Planted.BEACONED;
import static tcplife.incident.Planted.CHATTED;
import static tcplife.incident.Planted.FETCHED;
import static tcplife.incident.Planted.FETCHED_FROM;
import static tcplife.incident.Planted.POLLED;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tcplife.live.Program;

/** Traffic that goes on while other things happen: normal, but for one that calls home. */
final class Background {
  /** All of these programs, servers too. */
  static final Set<String> PROGRAMS =
      Set.of(
          "web", "db", "printer", "site", "c2", "implant", "chatter", "browser", "mailer",
          "fetcher", "poller");

  /**
   * On a busy machine a server now and then has a session that no program tells of, reset and
   * without payload; why is not known. Of thousands no more than so many.
   */
  static final int MOST_STRAY = 3;

  private final Cast cast;
  private final Map<String, Program> normal = new LinkedHashMap<>();
  private final Map<String, Program> callers = new LinkedHashMap<>();

  Background(Cast cast) {
    this.cast = cast;
  }

  void open() {
    cast.keep(SHOP, "web", "serve 0.0.0.0 80");
    cast.keep(SHOP, "db", "serve 0.0.0.0 5432");
    cast.keep(OFFICE, "printer", "serve 0.0.0.0 631");
    cast.keep(INTERNET, "site", "serve 0.0.0.0 443");
    cast.keep(INTERNET, "c2", "serve 0.0.0.0 8444");
  }

  void begin() {
    call("implant", BEACONED + " 8444 -j 30");
    call("chatter", CHATTED + " 443 -v");
    make("browser", OFFICE, "client-closes 198.19.0.1 443 -a 4 -n 200 -g 40 -u 400 -d 3000 -v");
    make("mailer", SHOP, "client-closes " + OFFICE + " 631 -n 100 -g 80 -u 9000 -d 100 -v");
    String fetch = "server-closes 198.19.0.1 443 -u 80 -d 700 -a %d -n %d";
    make("fetcher", SHOP, fetch.formatted(FETCHED_FROM, FETCHED));
    make("poller", INTERNET, "client-closes " + SHOP + " 5432 -u 50 -d 150 -n " + POLLED);
  }

  /** Calls until it is told to hang up, at regular times or not. */
  private void call(String name, String where) {
    String manner = "client-closes " + where + " -g 300 -u 64 -d 32 -e -n 10000";
    callers.put(name, cast.start(OFFICE, name, manner));
  }

  private void make(String name, String host, String arguments) {
    normal.put(name, cast.start(host, name, arguments));
  }

  /** Waits until all but the callers are done. */
  void awaitEnd() {
    normal.forEach(cast::finish);
  }

  void hangUp() {
    callers.values().forEach(Program::closeInput);
    callers.forEach(cast::finish);
  }
}
