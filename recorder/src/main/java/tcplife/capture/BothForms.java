// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A cycle that is there sealed and as it was recorded. Mostly its recorder was killed before it
 * could remove the latter: then the disk has all of the file, and of the rest perhaps not. Or
 * somebody else put one of them there: so nothing goes that the other has not, unless that is
 * signed by the recorder.
 */
final class BothForms {
  /** What is to stay. */
  enum Verdict {
    /** The sealed file, and its root, which may be known. */
    SEALED,
    /** What was recorded, to be sealed: a limit was to drop it, and did not come to that. */
    RECORDED,
    /** Both as they are: each has something that the other has not, or may have. */
    BOTH
  }

  private final Path capture;
  private final int cycle;

  /** The seal, if it can be read and is of this cycle; else null. */
  private Seal seal;

  /** It is signed with the recorder's key. */
  private boolean own;

  /** The sealed file is what was sealed: the disk had it all before it got its name. */
  private boolean whole;

  /** What was recorded can all be read. */
  private boolean sound;

  /**
   * All batches that can be read of what was recorded are in the sealed file, in their order; what
   * is behind a gigabyte without any is not read.
   */
  private boolean sealedHasAll;

  /** Batches that can be read of what was recorded. */
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
    if (!CycleFiles.mayHaveQueue(capture, cycle)) {
      return Verdict.SEALED; // nothing was recorded there
    }
    BothForms forms = new BothForms(capture, cycle);
    try {
      forms.lookAtSeal(id, key);
      if (!forms.whole) {
        return Verdict.BOTH;
      } else if (forms.own && forms.seal.batches() > 0) {
        return Verdict.SEALED; // whoever else may write has not the key
      }
      forms.compare(id);
      return forms.verdict();
    } catch (LinkageError | OutOfMemoryError e) {
      return Verdict.BOTH; // what cannot be looked at is not to go
    }
  }

  private void lookAtSeal(String id, SigningKey key) {
    try {
      SealedFile sealed = SealedFile.of(capture, cycle);
      if (sealed != null && sealed.isOf(id, cycle) && sealed.seal().snapshot() == null) {
        seal = sealed.seal();
        own = key != null && sealed.isOf(key);
        whole = sealed.isAsSealed();
      }
    } catch (CaptureException | IOException e) {
      return; // then it is not known to be whole
    }
  }

  /** Behind damage in what was recorded, it is looked for where the sealed file goes on so. */
  private void compare(String id) {
    List<Damage> damages = new ArrayList<>();
    Path file = CycleFiles.sealed(capture, cycle);
    SealedHead head = new SealedHead(cycle, id);
    try (Batches recorded = new BatchReader(CycleFiles.requireQueue(capture, cycle), damages::add);
        Batches sealed = new SealedReader(file, damage -> {}, head, Long.MAX_VALUE)) {
      boolean inOrder = true;
      boolean more = sealed.next();
      while (recorded.next()) {
        boolean same = more && batch(sealed).equals(batch(recorded));
        while (!same && more && !damages.isEmpty()) {
          more = sealed.next();
          same = more && batch(sealed).equals(batch(recorded));
        }
        inOrder &= same;
        more = same && sealed.next();
        batches++;
      }
      sound = damages.isEmpty();
      sealedHasAll = inOrder;
    } catch (IOException e) {
      return; // then it is not known that either has all
    }
  }

  /** A seal that tells that there is nothing is no reason for what is there to go. */
  private Verdict verdict() {
    if (seal.batches() > 0) {
      return sealedHasAll ? Verdict.SEALED : Verdict.BOTH;
    } else if (!sound) {
      return Verdict.BOTH;
    } else if (batches == 0) {
      return Verdict.SEALED;
    }
    return seal.ending().equals(Seal.DROPPED) ? Verdict.RECORDED : Verdict.BOTH;
  }

  private static ByteBuffer batch(Batches batches) {
    int start = batches.records() - BatchLayout.HEADER_SIZE;
    return batches.buffer().slice(start, (int) BatchLayout.length(batches.buffer(), start));
  }
}
