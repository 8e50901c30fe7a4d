// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Tells the user of a recording how it goes, in messages and a line of status. In a thread of its
 * own: a terminal may stop taking output (Ctrl-S), a pipe may be full, and the ring must be drained
 * meanwhile. Any thread may call it, and none waits, but in {@link #close}.
 */
final class Announcer implements Consumer<String>, AutoCloseable {
  /** What may wait to be told: a recording says a few lines, and one for each pause. */
  static final int MOST_WAITING = 1000;

  /** How long a terminal may take for what is to be told at the end, ms. */
  private static final int LONGEST_END = 2000;

  private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicInteger dropped = new AtomicInteger();
  private final Thread thread = new Thread(this::work, "announcer");
  private final Consumer<String> messages;
  private final PrintStream terminal;
  private boolean statusShown;
  private volatile boolean ending;

  /**
   * @param messages is told each, and may wait
   * @param terminal gets the line of status, and may wait
   */
  Announcer(Consumer<String> messages, PrintStream terminal) {
    this.messages = messages;
    this.terminal = terminal;
    thread.setDaemon(true);
    thread.start();
  }

  /** Tells a message, unless too many wait already; how many were left out is told later. */
  @Override
  public void accept(String message) {
    if (!waiting.offer(() -> say(message))) {
      dropped.incrementAndGet();
    }
  }

  /** Shows a line of status in the place of the one before, unless something waits. */
  void status(String line) {
    if (waiting.isEmpty()) {
      waiting.offer(() -> show(line));
    }
  }

  private void work() {
    try {
      while (!ending || !waiting.isEmpty()) {
        waiting.take().run();
        int unsaid = dropped.getAndSet(0);
        if (unsaid > 0) {
          say("messages that were left out, since none was taken: " + unsaid);
        }
      }
      clearStatus();
    } catch (InterruptedException e) {
      return; // nobody does
    }
  }

  private void say(String message) {
    clearStatus();
    messages.accept(message);
  }

  private void show(String line) {
    terminal.print("\r" + line + "\u001b[K");
    terminal.flush();
    statusShown = true;
  }

  private void clearStatus() {
    if (statusShown) {
      terminal.print("\r\u001b[K");
      terminal.flush();
      statusShown = false;
    }
  }

  /**
   * Waits until all is told; but not for ever, since the recording has ended, and whoever asked for
   * that would wait with it. Then nothing can be said any more: who tries would wait as well.
   */
  @Override
  public void close() {
    ending = true;
    waiting.offer(() -> {});
    try {
      thread.join(LONGEST_END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    }
  }
}
