// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import tcplife.event.BatchSummary;

/** Seals captures that no recorder is writing into, and takes the seals off again. */
public final class Sealing {
  private Sealing() {}

  /** Seals all cycles of a capture. */
  public static void seal(Path capture) {
    seal(capture, null);
  }

  static void seal(Path capture, SigningKey key) {
    CycleSealer sealer = sealer(capture, key, 0);
    try {
      for (int cycle : CycleFiles.in(capture)) {
        sealer.seal(cycle);
      }
    } catch (IOException | BlockException e) {
      throw new AssertionError(e);
    }
  }

  static CycleSealer sealer(Path capture, SigningKey key, int oldest) {
    return sealer(capture, key, () -> oldest, () -> false, said -> {});
  }

  static CycleSealer sealer(Path capture, IntSupplier oldest, Consumer<String> say) {
    return sealer(capture, null, oldest, () -> false, say);
  }

  static CycleSealer sealer(
      Path capture,
      SigningKey key,
      IntSupplier oldest,
      BooleanSupplier givenUp,
      Consumer<String> say) {
    return new CycleSealer(
        capture,
        () -> ManifestFile.read(capture.resolve(Manifest.FILE)),
        key,
        oldest,
        givenUp,
        say);
  }

  /** Drops a cycle as it is, because of a limit, as if the recorder were killed then. */
  public static void drop(Path capture, int cycle) {
    sealNext(capture, cycle, cycle + 1);
  }

  /**
   * Seals the first cycle that is not sealed yet, as a recorder would.
   *
   * @param oldest the lowest number of a cycle that is kept
   */
  public static void sealNext(Path capture, int cycle, int oldest) {
    CycleSealer sealer = sealer(capture, null, oldest);
    continueAfterLast(sealer, capture);
    try {
      sealer.seal(cycle);
    } catch (IOException | BlockException e) {
      throw new AssertionError(e);
    }
  }

  static void continueAfterLast(CycleSealer sealer, Path capture) {
    String id = ManifestFile.read(capture.resolve(Manifest.FILE)).id();
    SealedFile last = SealedFile.last(capture, id, CycleFiles.in(capture), problem -> {});
    if (last != null) {
      sealer.continueAfter(last);
    }
  }

  /** Seals the first cycle with a block for each batch. */
  static Path sealInBlocks(Path capture) throws IOException {
    CycleTally tally = new CycleTally(false);
    try {
      new SealMaker(capture, () -> ManifestFile.read(capture.resolve(Manifest.FILE)), null)
          .make(1, FileTime.fromMillis(0), tally, (head, to) -> addInBlocks(capture, tally, to));
    } catch (BlockException e) {
      throw new AssertionError(e);
    }
    Removal.remove(CycleFiles.directory(capture, 1));
    return CycleFiles.sealed(capture, 1);
  }

  private static boolean addInBlocks(Path capture, CycleTally tally, SealedWriter to)
      throws IOException {
    try (Batches batches = new BatchReader(CycleFiles.queueFile(capture, 1), damage -> {})) {
      while (batches.next()) {
        int length = tally.add(batches);
        to.add(batches.buffer(), batches.records() - BatchLayout.HEADER_SIZE, length);
        to.endContent();
      }
    }
    return true;
  }

  /** All records of a capture, each as its bytes, and what was told of damage. */
  static List<List<Byte>> records(Path capture, List<Damage> damages) {
    List<List<Byte>> records = new ArrayList<>();
    try (RecordCursor cursor = Capture.open(capture).records(damages::add)) {
      while (cursor.next()) {
        int length = tcplife.event.RecordHeader.length(cursor.buffer(), cursor.offset());
        List<Byte> record = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
          record.add(cursor.buffer().get(cursor.offset() + i));
        }
        records.add(record);
      }
    }
    return records;
  }

  /** Puts queue files into the places of sealed cycles, with the same batches. */
  public static void unseal(Path capture) throws IOException {
    for (int cycle : CycleFiles.in(capture)) {
      Path sealed = CycleFiles.sealed(capture, cycle);
      if (Files.exists(sealed)) {
        Path directory = Files.createDirectory(CycleFiles.directory(capture, cycle));
        SealedHead head =
            new SealedHead(cycle, ManifestFile.read(capture.resolve(Manifest.FILE)).id());
        try (Batches batches = new SealedReader(sealed, damage -> {}, head, Long.MAX_VALUE);
            QueueFileWriter to = new QueueFileWriter(directory)) {
          while (batches.next()) {
            to.append(batch(batches));
          }
          to.finish();
        }
        Files.delete(sealed);
      }
    }
  }

  private static ByteBuffer batch(Batches batches) {
    int from = batches.records() - BatchLayout.HEADER_SIZE;
    int end = batches.recordsEnd() + batches.cpus() * BatchSummary.CPU_ENTRY;
    return batches.buffer().slice(from, end - from);
  }
}
