// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import tcplife.cli.Quantity;

/** The line that tells on a terminal how a recording goes; silent where there is no terminal. */
final class StatusLine {
  private final Announcer user;
  private final boolean terminal;
  private long lastEvents;
  private long lastTime = System.nanoTime();

  StatusLine(Announcer user) {
    this.user = user;
    terminal = isTerminal("/proc/self/fd/2");
  }

  private static boolean isTerminal(String descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of(descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }

  void show(Recording recording) {
    if (!terminal) {
      return;
    }
    long now = System.nanoTime();
    double rate = (recording.events() - lastEvents) * 1e9 / (now - lastTime);
    lastEvents = recording.events();
    lastTime = now;
    user.status(
        String.format(
            Locale.ROOT,
            "%,d events, %,.0f/s, %,d lost, %s",
            recording.events(),
            rate,
            recording.lost(),
            Quantity.ofBytes(recording.bytes())));
  }
}
