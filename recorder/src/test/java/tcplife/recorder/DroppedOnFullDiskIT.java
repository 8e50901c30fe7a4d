// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tcplife.capture.Capture;
import tcplife.capture.Seal;
import tcplife.capture.SealedFile;
import tcplife.capture.Sealing;
import tcplife.capture.StateFields;
import tcplife.capture.SyntheticCapture;

/** Where a disk has no room even for the seal that tells it, what a limit drops makes some. */
@Timeout(120)
class DroppedOnFullDiskIT {
  private static final int SESSIONS = 20_000;

  @TempDir Path temp;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  /** Not on ext4, which keeps some room for a file as small as a seal's. */
  @ParameterizedTest
  @EnumSource(names = {"TMPFS", "XFS"})
  void itIsToldThough(Disk.Kind kind) {
    try (Disk disk = new Disk(temp, kind, Disk.SIZE)) {
      Path capture = disk.seen("cap");
      SyntheticCapture made = SyntheticCapture.in(capture);
      for (int cycle = 1; cycle <= 3; cycle++) {
        made.clock(cycle, cycle, "UTC");
        for (int i = 0; i < SESSIONS; i++) {
          made.state(StateFields.ofSocket(i));
        }
        if (cycle < 3) {
          made.nextCycle();
        }
      }
      made.end();
      disk.fill(0);
      Sealing.drop(capture, 1);
      assertEquals(List.of(1, 2, 3), Capture.open(capture).cycles());
      SealedFile told = SealedFile.of(capture, 1);
      assertNotNull(told);
      assertEquals(Seal.DROPPED, told.seal().ending());
      assertEquals(2, told.seal().oldest());
    }
  }
}
