// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import tcplife.bpf.Host;
import tcplife.capture.SnapshotMaker;
import tcplife.capture.SnapshotMaker.Made;

/**
 * Makes captures of the latest cycles while the recording goes on: each in a directory that is
 * named by the time, UTC. In a thread of its own, since files have to be sealed, or copied.
 */
final class Snapshots implements AutoCloseable {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final SnapshotMaker snapshot;
  private final KeptCycles kept;
  private final Path directory;
  private final Duration last;
  private final Consumer<String> user;

  /** Makes the latest one; null before the first. */
  private Thread latest;

  /**
   * @param directory where they come to be; is there
   * @param last cycles that ended in this time are taken; null for all
   * @param user told, in words, how it went
   */
  Snapshots(
      SnapshotMaker snapshot,
      KeptCycles kept,
      Path directory,
      Duration last,
      Consumer<String> user) {
    this.snapshot = snapshot;
    this.kept = kept;
    this.directory = directory;
    this.last = last;
    this.user = user;
  }

  /** Begins one, of the cycles that are closed now. */
  void take() {
    if (latest != null && latest.isAlive()) {
      user.accept("no snapshot: the one before is still being made");
      return;
    }
    Instant now = Instant.now();
    List<Integer> cycles = kept.endedWithin(last);
    latest = new Thread(() -> make(cycles, directory.resolve(NAME.format(now))), "snapshot");
    latest.setDaemon(true);
    latest.start();
  }

  /** Waits for the one that is being made. */
  @Override
  public void close() {
    try {
      if (latest != null) {
        latest.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void make(List<Integer> cycles, Path place) {
    Host.lowerPriority();
    try {
      Made made = snapshot.make(cycles, place);
      String sealed = made.root().isEmpty() ? "the last is not sealed" : "root " + made.root();
      user.accept(
          String.format(Locale.ROOT, "snapshot %s: %,d cycles, %s", place, made.cycles(), sealed));
    } catch (RuntimeException | OutOfMemoryError e) {
      user.accept("no snapshot: " + e.getMessage());
    }
  }
}
