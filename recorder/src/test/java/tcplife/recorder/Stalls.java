// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import tcplife.live.Program;

/** Stops and continues a process at random, by signals, until closed: then it goes on. */
final class Stalls implements AutoCloseable {
  private final Thread thread = new Thread(this::work, "stalls");
  private final String pid;
  private final Random random;
  private final long longest;
  private volatile boolean ended;
  private volatile int count;

  /**
   * @param longest ms that it is stopped, and that it runs, each time
   */
  Stalls(long pid, Random random, int longest) {
    this.pid = String.valueOf(pid);
    this.random = random;
    this.longest = longest * 1_000_000L;
    thread.start();
  }

  private void work() {
    while (!ended) {
      Program.run("kill", "-STOP", pid);
      pause();
      Program.run("kill", "-CONT", pid);
      count++;
      pause();
    }
  }

  private void pause() {
    LockSupport.parkNanos((long) (random.nextDouble() * longest));
  }

  /** How often it was stopped. */
  int count() {
    return count;
  }

  @Override
  public void close() {
    ended = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
