// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A capture of three cycles that are not sealed. */
final class ThreeCycles {
  private ThreeCycles() {}

  static void record(Path into, int sockets) {
    record(into, sockets, 1).end();
  }

  /** By a recorder that is killed. */
  static SyntheticCapture record(Path into, int sockets, int batches) {
    SyntheticCapture capture = SyntheticCapture.in(into);
    for (int cycle = 1; cycle <= 3; cycle++) {
      for (int batch = 0; batch < (cycle < 3 ? 1 : batches); batch++) {
        capture.clock(cycle, cycle, "UTC").state(StateFields.ofSocket(sockets + cycle)).batch();
      }
      if (cycle < 3) {
        capture.nextCycle();
      }
    }
    return capture;
  }

  static List<List<Byte>> records(Path path) {
    List<Damage> damages = new ArrayList<>();
    List<List<Byte>> records = Sealing.records(path, damages);
    assertEquals(List.of(), damages);
    return records;
  }

  /** Its seal is sound. */
  static void damageSealed(Path path, int cycle) throws IOException {
    byte[] bytes = Files.readAllBytes(CycleFiles.sealed(path, cycle));
    bytes[SealedLayout.HEAD_SIZE + SealedLayout.BLOCK_HEADER] ^= 1;
    Files.write(CycleFiles.sealed(path, cycle), bytes);
  }
}
