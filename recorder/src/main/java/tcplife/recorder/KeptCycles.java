// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tcplife.recorder.Retention.Closed;

/**
 * The cycles that a capture's directory holds, in any form, and which of them stay. Asked by any
 * thread: it looks at the directory each time.
 */
final class KeptCycles implements IntSupplier {
  private static final Pattern CYCLE = Pattern.compile("([0-9]{6})(\\.tcap)?");

  private final Path capture;
  private final Retention retention;
  private volatile int current;
  private volatile long needed;

  KeptCycles(Path capture, Retention retention) {
    this.capture = capture;
    this.retention = retention;
  }

  /** Says which cycle is being written; those below are closed. */
  void current(int cycle) {
    current = cycle;
  }

  /** Says how many bytes should become free on the disk, 0 if it has enough. */
  void needed(long bytes) {
    needed = bytes;
  }

  /** The number of the oldest cycle that stays; 0 if none is closed yet, or all stay. */
  @Override
  public int getAsInt() {
    if (retention.keepsAll()) {
      return 0; // a sealer asks for each batch
    }
    List<Closed> closed = closed();
    return closed.isEmpty() ? 0 : retention.oldest(closed, System.currentTimeMillis(), needed);
  }

  /** Numbers of the cycles that ended at a moment or later. */
  List<Integer> since(Instant moment) {
    return closed().stream()
        .filter(each -> each.ended() >= moment.toEpochMilli())
        .map(Closed::number)
        .toList();
  }

  /** How many closed cycles may be given up to make room, once the present one is closed. */
  int spare() {
    return retention.makesRoom() ? closed().size() : 0;
  }

  /** How large a cycle may become, bytes, where so many are to be had of the device. */
  long share(long available) {
    return retention.makesRoom() ? (bytes() + available) / Retention.SHARE : Long.MAX_VALUE;
  }

  /** Bytes that the closed cycles have on the disk. */
  long bytes() {
    return closed().stream().mapToLong(Closed::bytes).sum();
  }

  private List<Closed> closed() {
    List<Closed> cycles = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(capture)) {
      for (Path entry : entries) {
        Matcher name = CYCLE.matcher(entry.getFileName().toString());
        if (name.matches() && Integer.parseInt(name.group(1)) < current) {
          add(cycles, Integer.parseInt(name.group(1)), entry);
        }
      }
    } catch (IOException e) {
      return List.of(); // what cannot be looked at is not given up
    }
    cycles.sort(Comparator.comparingInt(Closed::number));
    return cycles;
  }

  private static void add(List<Closed> cycles, int number, Path entry) {
    try {
      long bytes = 0;
      long ended = 0;
      boolean sealed = !Files.isDirectory(entry);
      // A directory was changed last as its cycle began.
      for (Path file : sealed ? List.of(entry) : filesIn(entry)) {
        bytes += Files.size(file);
        ended = Math.max(ended, Files.getLastModifiedTime(file).toMillis());
      }
      cycles.add(new Closed(number, bytes, sealed, ended));
    } catch (IOException e) {
      return; // it was sealed or removed meanwhile
    }
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      files.forEach(paths::add);
    }
    return paths;
  }
}
