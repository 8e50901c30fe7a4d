// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import tcplife.bpf.Host;
import tcplife.capture.Sealer;
import tcplife.cli.Quantity;

/** A recording from the moment on at which every event is recorded, with what its user sees. */
final class RecordingRun {
  private static final long SECOND = 1_000_000_000L;

  private final Path output;
  private final Recording recording;
  private final Survey survey;
  private final HiddenWatch hidden;
  private final Sealer sealer;
  private final Announcer user;
  private final StatusLine status;
  private long began = System.nanoTime();

  /**
   * @param user told how it goes, and how it went
   */
  RecordingRun(
      Path output,
      Recording recording,
      Survey survey,
      HiddenWatch hidden,
      Sealer sealer,
      Announcer user) {
    this.output = output;
    this.recording = recording;
    this.survey = survey;
    this.hidden = hidden;
    this.sealer = sealer;
    this.user = user;
    status = new StatusLine(user);
  }

  /**
   * Records until a signal comes, the disk takes no more, or the time is over; then tells what
   * there is and waits until it is sealed.
   *
   * @param begin attaches the program
   * @param duration from then on; null for ever
   * @param surveyed run once, when what needs the recorder's rights is done
   */
  void record(Runnable begin, Duration duration, Runnable surveyed) {
    boolean whole = false;
    int asked = 0;
    try {
      hidden.begin(); // before: while it loads, the ring is not drained
      begin.run();
      began = System.nanoTime();
      untilStopped(duration, surveyed);
      hidden.end();
      asked = Host.stopsAsked();
      recording.stop();
      whole = true;
    } finally {
      hidden.close();
      if (!whole && !recording.hasEnded()) {
        recording.abort();
      }
      summarize();
      seal(asked);
    }
  }

  private void untilStopped(Duration duration, Runnable surveyed) {
    long second = began;
    boolean surveying = true;
    while (recording.step()) {
      if (surveying && !survey.isBusy()) {
        surveying = false;
        surveyed.run();
      }
      long now = System.nanoTime();
      if (duration != null && now - began >= duration.toNanos()) {
        return;
      }
      if (now - second >= SECOND) {
        second = now;
        hidden.end();
        recording.everySecond();
        status.show(recording);
      }
    }
  }

  private void summarize() {
    int open = survey.openAtFirst();
    user.accept(
        String.format(
            Locale.ROOT,
            "%s: %,d events in %.1f s, %,d lost, %s, %s",
            output,
            recording.events(),
            (System.nanoTime() - began) / (double) SECOND,
            recording.lost(),
            Quantity.ofBytes(recording.bytes()),
            open < 0
                ? "no inventory"
                : String.format(Locale.ROOT, "sockets open before: %,d", open)));
  }

  /**
   * Waits until all is sealed.
   *
   * @param asked signals that asked to stop so far: one more is impatience
   */
  private void seal(int asked) {
    sealer.finish(() -> Host.stopsAsked() > asked);
    if (sealer.sealed() > 0) {
      user.accept("cycles sealed: " + sealer.sealed() + ", root " + sealer.root());
    }
  }
}
