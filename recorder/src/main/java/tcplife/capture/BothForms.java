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

  /** The seal, if it can be read and is of this cycle; else null. */
  private Seal seal;

  /** The sealed file is what was sealed. */
  private boolean whole;

  /** The seal is to be believed: it is of the recorder's key, if that has one. */
  private boolean believed;

  /** What was recorded can all be read, */
  private boolean sound;

  /** and ends as a cycle does that its recorder closed. */
  private boolean ended;

  /** It has a batch that the sealed file has not in its place. */
  private boolean atOdds;

  /** All batches that can be read of the sealed file are in it, in their order. */
  private boolean containsSealed;

  private long batches;

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
      if (forms.whole && forms.believed && key != null && forms.seal.batches() > 0) {
        return Verdict.SEALED; // whoever may write beside it cannot have made it
      }
      forms.compare(id);
      return forms.whole ? forms.ofWhole() : forms.ofDamaged();
    } catch (LinkageError | OutOfMemoryError e) {
      return Verdict.BOTH; // what cannot be looked at is not to go
    }
  }

  private void lookAtSeal(String id, SigningKey key) {
    try {
      SealedFile sealed = SealedFile.of(capture, cycle);
      if (sealed != null && sealed.isOf(id, cycle)) {
        seal = sealed.seal();
        believed = sealed.isOf(key);
        whole = sealed.isAsSealed();
      }
    } catch (CaptureException | IOException e) {
      whole = false;
    }
  }

  private void compare(String id) {
    List<Damage> damages = new ArrayList<>();
    Path file = CycleFiles.sealed(capture, cycle);
    SealedHead head = new SealedHead(cycle, id);
    try (Batches recorded = new BatchReader(CycleFiles.requireQueue(capture, cycle), damages::add);
        Batches sealed = new SealedReader(file, damage -> {}, head, Long.MAX_VALUE)) {
      boolean more = sealed.next();
      while (recorded.next() && damages.isEmpty()) {
        boolean same = more && batch(sealed).equals(batch(recorded));
        atOdds |= !same;
        more = same ? sealed.next() : more;
        ended = isEnd(recorded);
        batches++;
      }
      sound = damages.isEmpty();
      containsSealed = !more;
    } catch (IOException e) {
      sound = false;
    }
  }

  /** A seal that tells that there is nothing is no reason for what is there to go. */
  private Verdict ofWhole() {
    if (seal.batches() == 0 && !(sound && batches == 0)) {
      return sound && !seal.isOfNone() ? Verdict.RECORDED : Verdict.BOTH;
    }
    if (!atOdds && (containsSealed || !sound || !ended)) {
      return Verdict.SEALED;
    }
    return sound ? Verdict.RECORDED : Verdict.BOTH;
  }

  private Verdict ofDamaged() {
    long least = seal != null && believed ? seal.batches() : 0;
    boolean has = ended || containsSealed && batches >= least;
    return sound && has ? Verdict.RECORDED : Verdict.BOTH;
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
