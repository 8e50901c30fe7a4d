// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import tcplife.capture.Manifest.Recording;

/**
 * A capture opened for reading, which never changes it.
 *
 * <pre>
 * cap/  manifest.json     what the capture says of itself: {@link Manifest}
 *       000001/ 000002/   cycles, oldest first: each a queue of batches, {@link BatchLayout}
 * </pre>
 */
public final class Capture {
  /** Names of the cycles' directories. */
  private static final String CYCLE_NAME = "[0-9]{6}";

  private final Path directory;
  private final Manifest manifest;
  private final List<Integer> cycles;
  private final int firstRead;
  private final long end;

  private Capture(
      Path directory, Manifest manifest, List<Integer> cycles, int firstRead, long end) {
    this.directory = directory;
    this.manifest = manifest;
    this.cycles = cycles;
    this.firstRead = firstRead;
    this.end = end;
  }

  /**
   * Opens a capture.
   *
   * @throws CaptureException if the directory is missing, no capture, or newer than this program
   */
  public static Capture open(Path directory) {
    // The empty path is the working directory to Java, but to nobody who gives it.
    boolean named = !directory.toString().isEmpty();
    if (!named || !Files.isDirectory(directory)) {
      boolean exists = named && Files.exists(directory);
      throw new CaptureException(
          (named ? directory : "''") + (exists ? ": not a directory" : ": no such directory"));
    }
    Manifest manifest = ManifestFile.read(directory.resolve(Manifest.FILE));
    List<Integer> cycles = cyclesIn(directory);
    // Those before the first were given up for the newer ones: that they are not there is no loss.
    int first = cycles.isEmpty() ? 0 : cycles.get(0);
    return new Capture(directory, manifest, cycles, first, Long.MAX_VALUE);
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
    long now = Long.MAX_VALUE;
    try {
      if (!cycles.isEmpty()) {
        Path file = queueFile(lastCycle());
        now = file == null ? 0 : WrittenEnd.of(file);
      }
    } catch (IOException e) {
      // That it cannot be read is told when it is read.
      now = 0;
    }
    return new Capture(directory, manifest, cycles, firstRead, now);
  }

  /** The numbers of the cycles in a directory, oldest first. */
  static List<Integer> cyclesIn(Path directory) {
    List<Integer> cycles = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (name.matches(CYCLE_NAME) && Files.isDirectory(entry)) {
          cycles.add(Integer.parseInt(name));
        }
      }
    } catch (IOException e) {
      throw new CaptureException(directory + ": cannot be read: " + Reason.of(e), e);
    }
    cycles.sort(null);
    return cycles;
  }

  /** Where a cycle's queue is. */
  static Path cycle(Path directory, int number) {
    return directory.resolve("%06d".formatted(number));
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

  /** The same without the cycles before one: that they are not read is no loss. */
  public Capture fromCycle(int first) {
    return new Capture(
        directory, manifest, cycles.stream().filter(each -> each >= first).toList(), first, end);
  }

  /** Whether a recording is read from its beginning on. */
  boolean isWhole(Recording recording) {
    return recording == null || recording.firstCycle() >= firstRead;
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

  /** Bytes of its files, as far as they are read; 0 for what cannot be looked at. */
  public long size() {
    long size = 0;
    for (int cycle : cycles) {
      try {
        Path file = queueFile(cycle);
        size += file == null ? 0 : Math.min(end(cycle), Files.size(file));
      } catch (IOException e) {
        // That it cannot be read is told when it is read.
        continue;
      }
    }
    return size;
  }

  private int lastCycle() {
    return cycles.get(cycles.size() - 1);
  }

  /** Where the file of a cycle is taken to end. */
  long end(int cycle) {
    return !cycles.isEmpty() && cycle == lastCycle() ? end : Long.MAX_VALUE;
  }

  Path queueFile(int cycle) throws IOException {
    Path queue = cycle(directory, cycle);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(queue, "*.cq4")) {
      var file = files.iterator();
      return file.hasNext() ? file.next() : null;
    }
  }
}
