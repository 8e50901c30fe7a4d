// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import tcplife.capture.CycleFiles;
import tcplife.recorder.Retention.Closed;

/**
 * The cycles that a capture's directory holds, in any form, and which of them stay. Asked by any
 * thread: it looks at the directory each time. When a cycle ended is made out once, as it is first
 * seen closed: from then on a clock that is set makes it no older.
 */
final class KeptCycles implements IntSupplier {
  private static final long MILLISECOND = 1_000_000;

  private final Path capture;
  private final Retention retention;
  private final Supplier<long[]> clocks;
  private final Map<Integer, Long> ended = new ConcurrentHashMap<>();
  private volatile int current;
  private final AtomicLong needed = new AtomicLong();

  /**
   * @param clocks CLOCK_BOOTTIME and CLOCK_REALTIME of one moment, ns
   */
  KeptCycles(Path capture, Retention retention, Supplier<long[]> clocks) {
    this.capture = capture;
    this.retention = retention;
    this.clocks = clocks;
  }

  /** Says which cycle is being written; those below are closed. */
  void current(int cycle) {
    current = cycle;
    closed();
  }

  /**
   * Says how many bytes should become free on the disk, 0 if it has enough: the next answer has
   * cycles given up for it, once, however many of them wait.
   */
  void needed(long bytes) {
    needed.set(bytes);
  }

  /** Cycles below this number are given up; 0 if none is closed yet, or all stay. */
  @Override
  public int getAsInt() {
    if (retention.keepsAll()) {
      return 0; // a sealer asks for each batch
    }
    List<Closed> closed = closed();
    return closed.isEmpty() ? 0 : retention.oldest(closed, now(), needed.getAndSet(0));
  }

  /** Ms of CLOCK_BOOTTIME. */
  private long now() {
    return clocks.get()[0] / MILLISECOND;
  }

  /**
   * Numbers of the cycles from the first one on that ended in the time until now; of all if it is
   * null.
   */
  List<Integer> endedWithin(Duration last) {
    long since = last == null ? Long.MIN_VALUE : now() - last.toMillis();
    return list().keySet().stream()
        .dropWhile(number -> ended.getOrDefault(number, since) < since)
        .toList();
  }

  /** How many closed cycles may be given up to make room, once the present one is closed. */
  int spare() {
    return retention.makesRoom() ? closed().size() : 0;
  }

  /** How large a cycle may become, bytes, where so many are to be had of the device. */
  long share(long available) {
    return retention.makesRoom() ? (bytes() + available) / Retention.SHARE : Long.MAX_VALUE;
  }

  /** Bytes that the closed cycles have on the disk. */
  long bytes() {
    return closed().stream().mapToLong(Closed::bytes).sum();
  }

  private List<Closed> closed() {
    List<Closed> cycles = new ArrayList<>();
    list().forEach((number, hasDirectory) -> add(cycles, number, hasDirectory));
    int first = cycles.isEmpty() ? 0 : cycles.get(0).number();
    ended.keySet().removeIf(number -> number < first);
    return cycles;
  }

  /** Numbers of closed cycles, and whether each has a directory. */
  private SortedMap<Integer, Boolean> list() {
    try {
      return CycleFiles.named(capture).headMap(current);
    } catch (IOException e) {
      return new TreeMap<>(); // what cannot be looked at is not given up
    }
  }

  private void add(List<Closed> cycles, int number, boolean hasDirectory) {
    CycleOnDisk found = CycleOnDisk.find(capture, number, hasDirectory);
    if (found != null) {
      long end = ended.computeIfAbsent(number, unused -> atBootTime(found.written()));
      cycles.add(new Closed(number, found.bytes(), found.sealed(), end));
    }
  }

  private long atBootTime(long wall) {
    long[] pair = clocks.get();
    return (pair[0] - pair[1]) / MILLISECOND + wall;
  }
}
