// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A cycle that is there twice: its recorder was killed before it could remove what it sealed. */
final class BothForms {
  private BothForms() {}

  /**
   * Whether what was recorded has a batch that the sealed file has not in its place. What is
   * missing or unreadable of it is no sign: the disk may have lost it.
   */
  static boolean areAtOdds(SealedFile sealed, Path queue) {
    List<Damage> damages = new ArrayList<>();
    SealedHead head = new SealedHead(sealed.seal().cycle(), sealed.seal().capture());
    try (Batches kept = new SealedReader(sealed.file(), damages::add, head, Long.MAX_VALUE);
        Batches recorded = new BatchReader(queue, damages::add)) {
      boolean alike = true;
      while (alike && recorded.next() && damages.isEmpty()) {
        alike = kept.next() && batch(kept).equals(batch(recorded));
      }
      return !alike;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether what was recorded can be read, and is as many batches as were sealed. */
  static boolean hasAll(SealedFile sealed, Path queue) throws IOException {
    List<Damage> damages = new ArrayList<>();
    long batches = 0;
    try (Batches recorded = new BatchReader(queue, damages::add)) {
      while (recorded.next()) {
        batches++;
      }
    }
    return damages.isEmpty() && batches >= sealed.seal().batches();
  }

  private static ByteBuffer batch(Batches batches) {
    int start = batches.records() - BatchLayout.HEADER_SIZE;
    return batches.buffer().slice(start, (int) BatchLayout.length(batches.buffer(), start));
  }
}
