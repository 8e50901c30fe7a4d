// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import tcplife.capture.CycleWriter;
import tcplife.capture.DiskSync;
import tcplife.capture.Reason;

/**
 * Has the disk keep what was written: a sync begins an interval after the one before began, or as
 * soon as that is done, so that a loss of power costs no more than an interval and what a sync
 * takes. In a thread of its own: a disk may take its time, and the ring must be drained meanwhile.
 */
final class Syncer implements AutoCloseable {
  /** What is waiting: done by the thread, in order. */
  private interface Task {
    void run() throws IOException;
  }

  private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::work, "sync");
  private final Duration interval;
  private volatile CycleWriter current;
  private volatile boolean ending;
  private final AtomicReference<String> failure = new AtomicReference<>();

  /**
   * @param interval null to leave it to the kernel when the disk gets what
   */
  Syncer(Duration interval) {
    this.interval = interval;
    thread.setDaemon(true);
    if (interval != null) {
      thread.start();
    }
  }

  private void work() {
    long due = System.nanoTime() + interval.toNanos();
    try {
      while (!ending || !tasks.isEmpty()) {
        Task task = tasks.poll(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (task == null) {
          // One interval after the last one began: not longer for a disk that takes its time.
          due = System.nanoTime() + interval.toNanos();
          task = this::syncCurrent;
        }
        run(task);
      }
    } catch (InterruptedException e) {
      return; // nobody does
    }
  }

  private void run(Task task) {
    try {
      task.run();
    } catch (IOException e) {
      failure.set(Reason.of(e));
    }
  }

  private void syncCurrent() throws IOException {
    CycleWriter cycle = current;
    if (cycle != null) {
      try {
        cycle.sync();
      } catch (ClosedChannelException e) {
        return; // it failed, and was given up
      }
    }
  }

  /**
   * From now on this cycle is synced; its directory once.
   *
   * @param cycle null for none
   */
  void watch(CycleWriter cycle, Path directory) {
    current = cycle;
    if (interval != null && cycle != null) {
      tasks.add(
          () -> {
            try {
              DiskSync.force(directory);
            } catch (NoSuchFileException e) {
              return; // it is sealed, or dropped, and its directory gone
            }
            DiskSync.force(directory.getParent());
          });
    }
  }

  /**
   * Waits until the disk has a cycle.
   *
   * @throws IOException if the disk fails
   */
  void syncNow(CycleWriter cycle) throws IOException {
    if (interval != null) {
      cycle.sync();
    }
  }

  /** Syncs a cycle that has ended once more, and closes it. */
  void finish(CycleWriter ended) {
    current = null;
    if (interval == null) {
      ended.close();
      return;
    }
    tasks.add(
        () -> {
          try (ended) {
            ended.sync();
          }
        });
  }

  /** Why the disk did not keep something, told once; null if it did. */
  String failure() {
    return failure.getAndSet(null);
  }

  /** Waits until the disk has all, and ends: nothing is to be synced after it. */
  void awaitAll() {
    ending = true;
    if (interval != null) {
      tasks.add(() -> {});
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    awaitAll();
  }
}
