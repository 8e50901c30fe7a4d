// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** On a terminal: how much of the captures has been read, once that takes longer than a second. */
final class ProgressBar implements AutoCloseable {
  private static final int WIDTH = 40;

  /** Until it is first shown, and then between two looks, ms. */
  private static final long FIRST = 1_000;

  private static final long NEXT = 200;

  private final CaptureSet captures;
  private final PrintStream terminal;
  private final ScheduledExecutorService timer;
  private boolean shown;
  private boolean ended;

  ProgressBar(CaptureSet captures) {
    this(captures, System.console() == null ? null : System.err);
  }

  /**
   * @param terminal null if there is none to show it
   */
  ProgressBar(CaptureSet captures, PrintStream terminal) {
    this.captures = captures;
    this.terminal = terminal;
    timer =
        terminal == null
            ? null
            : Executors.newSingleThreadScheduledExecutor(
                task -> {
                  Thread thread = new Thread(task, "progress");
                  thread.setDaemon(true);
                  return thread;
                });
    if (timer != null) {
      timer.scheduleAtFixedRate(this::show, FIRST, NEXT, TimeUnit.MILLISECONDS);
    }
  }

  /** Shows it as it is now. */
  synchronized void show() {
    if (!ended) {
      shown = true;
      double progress = captures.progress();
      int full = (int) (WIDTH * progress);
      terminal.print(
          "\r["
              + "#".repeat(full)
              + " ".repeat(WIDTH - full)
              + "] "
              + (int) (100 * progress)
              + " %");
      terminal.flush();
    }
  }

  /** Takes it away: something else is to be shown. */
  synchronized void end() {
    if (timer != null && !ended) {
      timer.shutdownNow();
      if (shown) {
        terminal.print("\r" + " ".repeat(WIDTH + 8) + "\r");
        terminal.flush();
      }
    }
    ended = true;
  }

  @Override
  public void close() {
    end();
  }
}
