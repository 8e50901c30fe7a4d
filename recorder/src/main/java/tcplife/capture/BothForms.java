// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tcplife.event.RecordHeader;

/**
 * A cycle that is there sealed and as it was recorded. Mostly its recorder was killed before it
 * could remove the latter: then the disk has all of the file, and of the rest perhaps not. Or
 * somebody else put one of them there.
 */
final class BothForms {
  /** What is to stay. */
  enum Verdict {
    /** The sealed file, and its root, which may be known. */
    SEALED,
    /** What was recorded, to be sealed anew. */
    RECORDED,
    /** Both as they are, since neither has all. */
    BOTH
  }

  private final Path capture;
  private final int cycle;

  /** The sealed file is what was sealed, of this cycle. */
  private boolean whole;

  /** It is signed by the recorder, and not of a cycle that a limit dropped. */
  private boolean own;

  /** What was recorded can all be read, */
  private boolean sound;

  /** and ends as a cycle does that its recorder closed. */
  private boolean ended;

  /** It has a batch that the sealed file has not in its place. */
  private boolean atOdds;

  /** The sealed file has more batches. */
  private boolean fewer;

  private BothForms(Path capture, int cycle) {
    this.capture = capture;
    this.cycle = cycle;
  }

  /**
   * Says which form is to stay.
   *
   * @param id the capture's
   * @param key that the recorder signs with, or null: then anybody may have made the seal
   */
  static Verdict judge(Path capture, String id, int cycle, SigningKey key) {
    BothForms forms = new BothForms(capture, cycle);
    try {
      forms.lookAtSeal(id, key);
      forms.compare(id);
      return forms.verdict();
    } catch (LinkageError e) {
      return Verdict.BOTH; // what cannot be looked at is not to go
    }
  }

  private void lookAtSeal(String id, SigningKey key) {
    try {
      SealedFile sealed = SealedFile.of(capture, cycle);
      whole = sealed != null && sealed.isOf(id, cycle) && sealed.isAsSealed();
      own =
          whole && key != null && sealed.isOf(key) && !sealed.seal().ending().equals(Seal.DROPPED);
    } catch (CaptureException | IOException e) {
      whole = false;
    }
  }

  private void compare(String id) {
    List<Damage> damages = new ArrayList<>();
    Path file = CycleFiles.sealed(capture, cycle);
    SealedHead head = new SealedHead(cycle, id);
    try (Batches recorded = new BatchReader(CycleFiles.queueFile(capture, cycle), damages::add);
        Batches sealed = new SealedReader(file, damage -> {}, head, Long.MAX_VALUE)) {
      while (recorded.next() && damages.isEmpty()) {
        atOdds |= !sealed.next() || !batch(sealed).equals(batch(recorded));
        ended = isEnd(recorded);
      }
      sound = damages.isEmpty();
      fewer = sealed.next();
    } catch (IOException e) {
      sound = false;
    }
  }

  private Verdict verdict() {
    if (whole && (own || !atOdds && !(fewer && sound && ended))) {
      return Verdict.SEALED;
    }
    return sound && (ended || whole && atOdds) ? Verdict.RECORDED : Verdict.BOTH;
  }

  /** Whether the last record of a batch is an END. */
  private static boolean isEnd(Batches batches) {
    ByteBuffer buffer = batches.buffer();
    int kind = 0;
    for (int at = batches.records(); at + RecordHeader.SIZE <= batches.recordsEnd(); ) {
      kind = RecordHeader.kind(buffer, at);
      at += Math.max(RecordHeader.SIZE, RecordHeader.length(buffer, at));
    }
    return kind == RecordHeader.END_KIND;
  }

  private static ByteBuffer batch(Batches batches) {
    int start = batches.records() - BatchLayout.HEADER_SIZE;
    return batches.buffer().slice(start, (int) BatchLayout.length(batches.buffer(), start));
  }
}
