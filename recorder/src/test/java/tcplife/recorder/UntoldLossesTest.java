// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.CycleWriter;
import tcplife.capture.DiskException;
import tcplife.capture.DiskSpace;
import tcplife.event.LossRecord;

/** A loss is told once, wherever the disk fails: told twice, it would hide one that is not told. */
@Timeout(60)
class UntoldLossesTest {
  private static final LossRecord FIRST = new LossRecord(1, 2, 7, LossRecord.RING_FULL, 0);
  private static final LossRecord SECOND = new LossRecord(2, 3, 5, LossRecord.RING_FULL, 1);

  @TempDir private Path temp;
  private final UntoldLosses losses = new UntoldLosses(new RecorderBatch());

  private CycleWriter cycle(String name, DiskSpace disk) {
    return new CycleWriter(temp.resolve(name), disk);
  }

  /** How many the oldest is of, which is told thereby. */
  private long oldest() {
    ByteBuffer to = ByteBuffer.allocateDirect(LossRecord.SIZE).order(ByteOrder.LITTLE_ENDIAN);
    losses.oldest().drain(to);
    return LossRecord.read(to, 0).count();
  }

  @Test
  void whatADiskFailsToTakeIsToldByTheNextCycleAlone() {
    losses.add(FIRST);
    losses.add(SECOND);
    CycleWriter failing = cycle("000001", (file, offset, length) -> {});
    failing.close(); // so that nothing can be written to it any more
    assertThrows(DiskException.class, () -> failing.append(losses.oldest()));

    try (CycleWriter next = cycle("000002", (file, offset, length) -> {})) {
      next.append(failing.unwritten());
      assertEquals(SECOND.count(), oldest());
      assertTrue(losses.isEmpty(), "all is told");
    }
  }

  @Test
  void whatADiskHasNoRoomForIsStillToBeTold() {
    losses.add(FIRST);
    try (CycleWriter full =
        cycle(
            "000001",
            (file, offset, length) -> {
              if (offset > 0 || length > CycleWriter.ALLOCATION_STEP) {
                throw new DiskException("full", true);
              }
            })) {
      assertThrows(DiskException.class, () -> full.append(losses.oldest()));
      assertEquals(FIRST.count(), oldest());
    }
  }
}
