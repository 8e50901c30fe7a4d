// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The cycles that wait to be sealed, in order: one thread adds them and at the end waits for all,
 * another takes them. One that finds no room stays the first, and is tried again.
 */
final class SealQueue {
  /** When to try again, ms, if nothing happens before. */
  private static final long RETRY = 10_000;

  /** How often to look whether anybody is still patient, ms. */
  private static final long LOOK = 50;

  private final Deque<Integer> waiting = new ArrayDeque<>();
  private boolean ending;
  private boolean failed;
  private boolean givenUp;

  synchronized void add(int cycle) {
    waiting.add(cycle);
    notifyAll();
  }

  synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Those that still wait, in order. */
  synchronized List<Integer> left() {
    return List.copyOf(waiting);
  }

  /** Whether the first was tried, and could not be sealed yet. */
  synchronized boolean hasFailed() {
    return failed;
  }

  /** Whether what waits is to be left as it is. */
  synchronized boolean isGivenUp() {
    return givenUp;
  }

  /** Waits for one to be sealed, which stays the first; null if none will come. */
  synchronized Integer next() throws InterruptedException {
    if (failed && !ending) {
      wait(RETRY);
    }
    while (waiting.isEmpty() && !ending) {
      wait();
    }
    return givenUp ? null : waiting.peek();
  }

  /**
   * The first was tried.
   *
   * @param done whether it needs no more of it
   */
  synchronized void tried(boolean done) {
    failed = !done;
    if (done) {
      waiting.remove();
    } else if (ending) {
      givenUp = true;
    }
    notifyAll();
  }

  /** None is added any more, and none taken. */
  synchronized void giveUp() {
    ending = true;
    givenUp = true;
    notifyAll();
  }

  /**
   * None is added any more: waits until all are sealed that can be.
   *
   * @param impatient asked again and again: whether to leave the rest
   */
  synchronized void awaitEmpty(BooleanSupplier impatient) {
    ending = true;
    notifyAll();
    try {
      while (!waiting.isEmpty() && !givenUp) {
        wait(LOOK);
        givenUp |= impatient.getAsBoolean();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
