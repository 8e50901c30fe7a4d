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
   * Whether a sealed file is as it was sealed, and holds just what was recorded, batch by batch.
   */
  static boolean areAlike(SealedFile sealed, Path queue) throws IOException {
    Seal seal = sealed.seal();
    if (sealed.sealOffset() != seal.contentBytes()
        || !seal.content().equals(sealed.contentHash())) {
      return false;
    }
    List<Damage> damages = new ArrayList<>();
    SealedHead head = new SealedHead(seal.cycle(), seal.capture());
    try (Batches kept = new SealedReader(sealed.file(), damages::add, head, Long.MAX_VALUE);
        Batches recorded = new BatchReader(queue, damages::add)) {
      boolean more = true;
      while (more) {
        more = recorded.next();
        if (kept.next() != more || more && !batch(kept).equals(batch(recorded))) {
          return false;
        }
      }
      return damages.isEmpty();
    }
  }

  private static ByteBuffer batch(Batches batches) {
    int start = batches.records() - BatchLayout.HEADER_SIZE;
    return batches.buffer().slice(start, (int) BatchLayout.length(batches.buffer(), start));
  }
}
