// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import tcplife.capture.Manifest.Recording;
import tcplife.capture.Manifest.Snapshot;
import tcplife.event.EndRecord;

/**
 * A capture opened for reading, which never changes it.
 *
 * <pre>
 * cap/  manifest.json     what the capture says of itself: {@link Manifest}
 *       000001/ 000002/   cycles, oldest first: each a queue of batches, {@link BatchLayout}
 *       000001.tcap       a cycle that is sealed: {@link SealedLayout}
 * </pre>
 */
public final class Capture {
  /** As many cycles of an hour are eleven years; more than these would not be read in seconds. */
  private static final int MOST_CYCLES = 100_000;

  private final Path directory;
  private final Manifest manifest;
  private final List<Integer> cycles;
  private final int firstRead;
  private final boolean snapshot;
  private final WrittenEnd end;
  private final LongConsumer watch;
  private final DroppedHead dropped;

  private Capture(
      Path directory,
      Manifest manifest,
      List<Integer> cycles,
      int firstRead,
      boolean snapshot,
      WrittenEnd end,
      LongConsumer watch) {
    this.directory = directory;
    this.manifest = manifest;
    this.cycles = cycles;
    this.firstRead = firstRead;
    this.snapshot = snapshot;
    this.end = end;
    this.watch = watch;
    dropped = new DroppedHead(directory, manifest.id());
  }

  /**
   * Opens a capture.
   *
   * @throws CaptureException if the directory is missing, no capture, newer than this program, or
   *     has too many cycles
   */
  public static Capture open(Path directory) {
    return open(directory, MOST_CYCLES);
  }

  static Capture open(Path directory, int mostCycles) {
    // The empty path is the working directory to Java, but to nobody who gives it.
    boolean named = !directory.toString().isEmpty();
    if (!named || !Files.isDirectory(directory)) {
      boolean exists = named && Files.exists(directory);
      throw new CaptureException(
          (named ? directory : "''") + (exists ? ": not a directory" : ": no such directory"));
    }
    Manifest manifest = ManifestFile.read(directory.resolve(Manifest.FILE));
    List<Integer> cycles = CycleFiles.in(directory);
    if (cycles.size() > mostCycles) {
      throw new CaptureException(
          "%s: %d cycles; this program reads %d at most"
              .formatted(directory, cycles.size(), mostCycles));
    }
    boolean proved = isSnapshotProved(directory, manifest.snapshot());
    int first = proved ? manifest.snapshot().first() : 0;
    return new Capture(directory, manifest, cycles, first, proved, WrittenEnd.NONE, bytes -> {});
  }

  /** The manifest alone could hide that cycles are gone. */
  private static boolean isSnapshotProved(Path directory, Snapshot snapshot) {
    try {
      SealedFile last = snapshot == null ? null : SealedFile.of(directory, snapshot.last());
      return last != null && snapshot.equals(last.seal().snapshot());
    } catch (CaptureException e) {
      return false;
    }
  }

  /** Whether it is what its manifest calls a snapshot, as the seal of its last cycle says too. */
  public boolean isSnapshot() {
    return snapshot;
  }

  /** Whether nothing is to come behind the end of a cycle: a snapshot has no more than it says. */
  public boolean isEnd(int cycle, EndRecord end) {
    return end.reason() == EndRecord.STOPPED || snapshot && manifest.snapshot().last() == cycle;
  }

  /**
   * Opens several.
   *
   * @throws CaptureException also if one is given twice: what it holds would count twice
   */
  public static List<Capture> openAll(List<Path> directories) {
    List<Capture> captures = new ArrayList<>();
    Set<Path> real = new HashSet<>();
    for (Path directory : directories) {
      captures.add(open(directory));
      try {
        if (!real.add(directory.toRealPath())) {
          throw new CaptureException(directory + ": given twice");
        }
      } catch (IOException e) {
        throw new CaptureException(directory + ": cannot be read: " + Reason.of(e), e);
      }
    }
    return captures;
  }

  /** This capture as it is now, however often it is read: what is recorded later is not seen. */
  public Capture asOfNow() {
    return new Capture(
        directory,
        manifest,
        cycles,
        firstRead,
        snapshot,
        cycles.isEmpty() ? WrittenEnd.NONE : WrittenEnd.of(directory, lastCycle()),
        watch);
  }

  /**
   * The same, whose reading is watched.
   *
   * @param batch told of each batch that is read, by who reads it, how many bytes of {@link #size}
   *     it has; what it throws ends the reading
   */
  public Capture watchedBy(LongConsumer batch) {
    return new Capture(directory, manifest, cycles, firstRead, snapshot, end, batch);
  }

  public Path directory() {
    return directory;
  }

  public Manifest manifest() {
    return manifest;
  }

  /** Numbers of the cycles that are there, oldest first. */
  public List<Integer> cycles() {
    return cycles;
  }

  /** Names of what a recorder began to make, a cycle or a seal, and has not put into its place. */
  public List<String> drafts() {
    return CycleFiles.drafts(directory);
  }

  /** The same without the cycles before one: that they are not read is no loss. */
  public Capture fromCycle(int first) {
    int at = Collections.binarySearch(cycles, first);
    List<Integer> read = cycles.subList(at < 0 ? -at - 1 : at, cycles.size());
    return new Capture(directory, manifest, read, first, snapshot, end, watch);
  }

  /**
   * Whether a recording is to be read from its beginning on: neither was a later one asked for, nor
   * did a limit drop its first cycles, as a seal tells.
   */
  boolean isWhole(Recording recording) {
    return recording == null
        || recording.firstCycle() >= firstRead && !isDropped(recording.firstCycle());
  }

  /** Whether a limit dropped a cycle, as a seal tells. */
  boolean isDropped(int cycle) {
    return dropped.holds(cycle);
  }

  /** Whether a number is of no cycle, as its seal says: nothing is missed there. */
  boolean isOfNone(int cycle) {
    return SealedFile.isOfNone(directory, cycle);
  }

  /**
   * Reads all records, in the order in which the kernel handed them over.
   *
   * @param damages told of what cannot be read
   */
  public RecordCursor records(Consumer<Damage> damages) {
    return new RecordCursor(this, damages, false);
  }

  /**
   * Reads the records of a capture that is being recorded, new cycles too, as they come.
   *
   * @param damages told of what cannot be read
   */
  public RecordCursor follow(Consumer<Damage> damages) {
    return new RecordCursor(this, damages, true);
  }

  void took(long bytes) {
    watch.accept(bytes);
  }

  /** Bytes of its batches, as far as they are read; 0 for what cannot be looked at. */
  public long size() {
    long size = 0;
    for (int cycle : cycles) {
      try {
        size += size(cycle);
      } catch (IOException | CaptureException e) {
        // That it cannot be read is told when it is read.
        continue;
      }
    }
    return size;
  }

  private long size(int cycle) throws IOException {
    SealedFile sealed = SealedFile.of(directory, cycle);
    if (sealed != null) {
      return sealed.seal().batchBytes();
    }
    Path queue = CycleFiles.queueFile(directory, cycle);
    return queue == null ? 0 : Math.min(end(cycle).bytes(), Files.size(queue));
  }

  private int lastCycle() {
    return cycles.get(cycles.size() - 1);
  }

  private WrittenEnd end(int cycle) {
    return !cycles.isEmpty() && cycle == lastCycle() ? end : WrittenEnd.NONE;
  }

  /**
   * The batches of a cycle.
   *
   * @param space that no other reader uses until these are closed
   * @return null if it has no file
   */
  Batches open(int cycle, Consumer<Damage> damages, Workspace space) throws IOException {
    try {
      return open(CycleFiles.of(directory, cycle), cycle, damages, space);
    } catch (NoSuchFileException e) {
      // It was sealed in between, and has another file now.
      return open(CycleFiles.of(directory, cycle), cycle, damages, space);
    }
  }

  private Batches open(Path file, int cycle, Consumer<Damage> damages, Workspace space)
      throws IOException {
    if (file == null) {
      return null;
    }
    if (CycleFiles.isSealed(file)) {
      SealedHead head = new SealedHead(cycle, manifest.id());
      return new SealedReader(file, damages, head, end(cycle).batches(), space);
    }
    return new BatchReader(file, damages, 0, end(cycle).bytes(), space);
  }
}
