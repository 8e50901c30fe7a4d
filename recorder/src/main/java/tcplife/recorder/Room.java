// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import tcplife.bpf.BridgeException;
import tcplife.bpf.Host;
import tcplife.capture.CycleWriter;
import tcplife.capture.DiskException;
import tcplife.capture.DiskSpace;
import tcplife.capture.Reason;
import tcplife.cli.Failure;
import tcplife.cli.Quantity;

/** What a recording may take of the disk: all but what the host is to keep. */
final class Room implements DiskSpace {
  /** What a new cycle needs, bytes: its first step, its head, and a seal of the one before. */
  private static final long NEW_CYCLE = 2 * CycleWriter.ALLOCATION_STEP;

  /**
   * This part of what a capture may take is left for the cycle that is being sealed, which is there
   * twice until it is: a quarter of its size, and it becomes much less.
   */
  static final int SEALING = 32;

  private final Path capture;
  private final FileStore store;
  private final long keepFree;
  private final long mostBytes;
  private final LongSupplier closed;
  private long closedBytes;

  /**
   * @param capture is there
   * @param mostBytes of the whole capture, {@link Long#MAX_VALUE} for no limit
   * @param closed tells how many bytes it has beside the cycle that is being written
   */
  Room(Path capture, KeepFree keepFree, long mostBytes, LongSupplier closed) {
    this.capture = capture;
    this.mostBytes = mostBytes;
    this.closed = closed;
    try {
      store = Files.getFileStore(capture);
      this.keepFree = keepFree.of(store.getTotalSpace());
    } catch (IOException e) {
      throw new Failure(capture + ": cannot be recorded into: " + Reason.of(e));
    }
  }

  @Override
  public void allocate(Path file, long offset, long length) {
    requireOfCapture(offset + length);
    require(length);
    try {
      Host.allocate(file, offset, length);
    } catch (BridgeException e) {
      if (e.isQuotaExceeded()) {
        throw new DiskException(capture + ": disk quota exceeded", true);
      }
      throw e.isNoSpace() ? noSpace() : new DiskException(e.getMessage(), false);
    }
  }

  /**
   * Makes sure that a cycle can begin.
   *
   * @throws DiskException if there is too little room
   */
  void requireCycle() {
    closedBytes = closed.getAsLong();
    requireOfCapture(NEW_CYCLE);
    require(NEW_CYCLE);
  }

  /** Whether a cycle can begin. */
  boolean hasCycle() {
    try {
      requireCycle();
      return true;
    } catch (DiskException e) {
      return false;
    }
  }

  private void requireOfCapture(long bytes) {
    long most = mostBytes - mostBytes / SEALING - bytes;
    if (closedBytes > most) {
      closedBytes = closed.getAsLong(); // old cycles may have been given up meanwhile
    }
    if (closedBytes > most) {
      throw new DiskException(
          capture + ": takes all of the " + Quantity.ofBytes(mostBytes) + " that it may", true);
    }
  }

  private void require(long bytes) {
    long left = free() - bytes;
    if (left < 0) {
      throw noSpace();
    } else if (left < keepFree) {
      throw new DiskException(
          capture + ": the device is to keep " + Quantity.ofBytes(keepFree) + " free", true);
    }
  }

  private DiskException noSpace() {
    return new DiskException(capture + ": no space left on the device", true);
  }

  /** Whether the host has less than it is to keep. */
  boolean isShort() {
    return free() < keepFree;
  }

  /** Bytes that a recording may take of the device. */
  long available() {
    return Math.max(0, free() - keepFree);
  }

  /**
   * Bytes that should become free on the device, so that cycles can be recorded.
   *
   * @param cycleBytes how large one becomes
   */
  long needed(long cycleBytes) {
    return Math.max(0, keepFree + NEW_CYCLE + 2 * cycleBytes - free());
  }

  /** Bytes that may be taken of the device at all. */
  private long free() {
    try {
      return store.getUsableSpace();
    } catch (IOException e) {
      throw new DiskException(capture + ": " + Reason.of(e), false);
    }
  }
}
