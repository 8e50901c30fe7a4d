// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets SIGINT and SIGTERM end a command in order, with its own exit code: the JVM's shutdown, which
 * they begin, waits until the command has ended the process itself.
 */
final class StopSignal implements AutoCloseable {
  /** How long a command may take to end, ms; then the shutdown goes on as it always does. */
  private static final long PATIENCE = 5_000;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "stop");

  StopSignal() {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // A signal came even before.
      asked.countDown();
    }
  }

  private void stop() {
    asked.countDown();
    try {
      Thread.sleep(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits, ms; true as soon as a signal asks to stop. */
  boolean await(long milliseconds) {
    try {
      return asked.await(milliseconds, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** From now on signals do what they usually do. */
  @Override
  public void close() {
    if (asked.getCount() > 0) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The signal came just now: the command is at its end anyway.
        asked.countDown();
      }
    }
  }
}
