// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import tcplife.bpf.BridgeException;
import tcplife.bpf.Inventory;

/**
 * Finds out what the recording's events do not tell: what was there before, and what numbers stand
 * for. In a thread of its own, since all of this may take its time (thousands of sockets, a name
 * server that does not answer) while the ring must be drained.
 */
final class Survey implements AutoCloseable {
  /** How long to wait for the thread at the end, ms: what it is at may not let go of it. */
  private static final long LONGEST_END = 1000;

  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final AtomicInteger unfinished = new AtomicInteger();
  private final Thread thread = new Thread(this::work, "survey");
  private final RecordBlocks blocks = new RecordBlocks();
  private final NameFinder names = new NameFinder(blocks);
  private final Inventory inventory;
  private final Consumer<String> problems;
  private volatile boolean takingInventory;
  private volatile int openAtFirst = -1;

  /**
   * @param inventory closed with this; null if the kernel offers none
   * @param problems told, in words, what goes wrong
   */
  Survey(Inventory inventory, Consumer<String> problems) {
    this.inventory = inventory;
    this.problems = problems;
    thread.setDaemon(true);
    thread.start();
  }

  private void work() {
    try {
      while (true) {
        Runnable task = tasks.take();
        try {
          task.run();
          blocks.finish();
        } catch (BridgeException e) {
          problems.accept(e.getMessage());
        }
        unfinished.decrementAndGet();
      }
    } catch (InterruptedException | CancellationException e) {
      return; // the recording has ended
    } finally {
      if (inventory != null) {
        inventory.close(); // here, where nobody can be using it
      }
    }
  }

  private void submit(Runnable task) {
    unfinished.incrementAndGet();
    tasks.add(task);
  }

  /** Asks for what a cycle begins with: an inventory, and the names of all that it met. */
  void beginCycle() {
    submit(
        () -> {
          List<long[]> met = inventory == null ? List.of() : takeInventory();
          names.beginCycle();
          met.forEach(names::find);
        });
  }

  private List<long[]> takeInventory() {
    List<long[]> met = new ArrayList<>();
    takingInventory = true;
    try {
      int open = new InventoryTaker(inventory, blocks, met::add).take();
      if (openAtFirst < 0) {
        openAtFirst = open;
      }
    } catch (BridgeException e) {
      problems.accept("the inventory is incomplete: " + e.getMessage());
    } finally {
      takingInventory = false;
    }
    return met;
  }

  /**
   * Asks for names.
   *
   * @param ids as {@link tcplife.bpf.SessionProgram#newIds} tells them; null for none
   */
  void find(long[] ids) {
    if (ids != null) {
      submit(() -> names.find(ids));
    }
  }

  /**
   * Asks for what is to be written, in this cycle and each that follows, of processes that the
   * kernel hides.
   *
   * @param processes their command names, by PID
   */
  void nameHidden(Map<Integer, byte[]> processes) {
    submit(() -> names.nameHidden(processes));
  }

  /**
   * Records that were made, little-endian and not numbered; null if there are none at the moment.
   */
  ByteBuffer poll() {
    return blocks.poll();
  }

  /** Whether there are records to come. */
  boolean isBusy() {
    return unfinished.get() > 0 || !blocks.isEmpty();
  }

  /** Whether an inventory is taken, or some of it is still to be written. */
  boolean isTakingInventory() {
    return takingInventory || !blocks.isEmpty();
  }

  /** Sockets that were open when the recording began; -1 as long as that is not known. */
  int openAtFirst() {
    return openAtFirst;
  }

  /** Ends the thread, and with it the inventory, as soon as that lets itself be ended. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(LONGEST_END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
