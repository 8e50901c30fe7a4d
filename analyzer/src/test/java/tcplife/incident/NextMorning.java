// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static tcplife.incident.Network.OFFICE;
import static tcplife.incident.Network.SHOP;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tcplife.live.Recorder;

/**
 * The morning after an incident, recorded twice: wholly, and by a recorder that is stopped for a
 * while, with a ring that is too small for what happens then.
 *
 * @param whole nothing is lost of it
 * @param lossy much is lost of it
 */
record NextMorning(Path whole, Path lossy) {
  static final String NEW_SITE = "198.19.99.99";
  static final int NEW_VISITS = 3;
  static final int TEMPORARY_VISITS = 4;
  static final int CRAWLED = 400;

  /** Records it; the hosts and servers are those of the day before. */
  static NextMorning record(Path directory, Cast cast) {
    try (Recorder whole = Recorder.start(make(directory.resolve("whole")));
        Recorder lossy = Recorder.start(make(directory.resolve("lossy")), "--ring-size=64K")) {
      cast.run(OFFICE, "browser", "client-closes 198.19.0.1 443 -a 4 -n 8");
      cast.run(OFFICE, "browser", "client-closes " + NEW_SITE + " 443 -n " + NEW_VISITS);
      cast.run(OFFICE, "temp", "client-closes 198.19.0.2 443 -n " + TEMPORARY_VISITS);
      lossy.suspend();
      cast.run(OFFICE, "crawler", "client-closes " + SHOP + " 80 -n " + CRAWLED);
      lossy.resume();
      cast.run(OFFICE, "browser", "client-closes 198.19.0.1 443 -a 4 -n 8");
      return new NextMorning(whole.stop(), lossy.stop());
    }
  }

  private static Path make(Path directory) {
    try {
      return Files.createDirectory(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
