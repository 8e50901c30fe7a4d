// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a capture has its cycles: each in a directory of its own, or sealed in a file. While it is
 * sealed it has both, one moment: the file is whole, and counts. Symbolic links are no cycles.
 */
public final class CycleFiles {
  /** Of a directory, or of a sealed cycle's file. */
  private static final Pattern NAME = Pattern.compile("([0-9]{6}|[1-9][0-9]{6,8})(\\.tcap)?");

  /** Of a cycle: a longer number is none. */
  static final int HIGHEST = 999_999_999;

  /** Of either while it is made. */
  private static final Pattern DRAFT = Pattern.compile(NAME.pattern() + "[.]new");

  /** Chronicle names files by day; which day makes no difference to a queue of one file. */
  static final String QUEUE = "19700101L.cq4";

  private CycleFiles() {}

  /** The numbers of the cycles in a capture, oldest first. */
  static List<Integer> in(Path capture) {
    List<Integer> cycles = new ArrayList<>();
    try {
      named(capture)
          .forEach(
              (cycle, hasDirectory) -> {
                // In this order: a directory that is gone since a moment ago left a sealed file.
                if (hasDirectory && isDirectory(directory(capture, cycle))
                    || hasSealed(capture, cycle)) {
                  cycles.add(cycle);
                }
              });
    } catch (IOException e) {
      throw new CaptureException(capture + ": cannot be read: " + Reason.of(e), e);
    }
    return cycles;
  }

  /**
   * The numbers that names in a capture are of, whatever has these names, and whether one of a
   * directory is among them.
   */
  public static SortedMap<Integer, Boolean> named(Path capture) throws IOException {
    SortedMap<Integer, Boolean> cycles = new TreeMap<>();
    addNamed(capture, cycles);
    addNamed(capture, cycles); // one that was sealed meanwhile may have been seen in neither form
    return cycles;
  }

  private static void addNamed(Path capture, Map<Integer, Boolean> cycles) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(capture)) {
      for (Path entry : entries) {
        if (number(entry) > 0) {
          cycles.merge(number(entry), !isSealed(entry), Boolean::logicalOr);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** The number of the cycle that has such a name, in either form; 0 if none has. */
  public static int number(Path entry) {
    Matcher name = NAME.matcher(entry.getFileName().toString());
    return name.matches() ? Integer.parseInt(name.group(1)) : 0;
  }

  /** Whether there is one; a symbolic link to one is none. */
  static boolean isDirectory(Path entry) {
    return Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
  }

  /** Where the queue of a cycle is that is not sealed. */
  public static Path directory(Path capture, int cycle) {
    return capture.resolve("%06d".formatted(cycle));
  }

  /** Where a cycle's directory is while it is made: of no concern to those who read. */
  static Path begun(Path directory) {
    return directory.resolveSibling(directory.getFileName() + ".new");
  }

  /** Where a cycle is that is sealed. */
  public static Path sealed(Path capture, int cycle) {
    return capture.resolve("%06d.tcap".formatted(cycle));
  }

  /** Where a cycle is while it is sealed: of no concern to those who read. */
  static Path draft(Path capture, int cycle) {
    return capture.resolve("%06d.tcap.new".formatted(cycle));
  }

  /** The names of {@link #begun} directories and of {@link #draft}s, in their order. */
  static List<String> drafts(Path capture) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(capture)) {
      for (Path entry : entries) {
        if (DRAFT.matcher(entry.getFileName().toString()).matches()) {
          names.add(entry.getFileName().toString());
        }
      }
    } catch (DirectoryIteratorException e) {
      throw new CaptureException(capture + ": cannot be read: " + Reason.of(e.getCause()), e);
    } catch (IOException e) {
      throw new CaptureException(capture + ": cannot be read: " + Reason.of(e), e);
    }
    return names.stream().sorted().toList();
  }

  /** The file that a cycle's batches are in, of either form; null if there is none yet. */
  static Path of(Path capture, int cycle) throws IOException {
    Path sealed = sealed(capture, cycle);
    if (RegularFile.is(sealed)) {
      return sealed;
    }
    Path queue = null;
    IOException failure = null;
    try {
      queue = queueFile(capture, cycle);
    } catch (IOException e) {
      failure = e;
    }
    if (queue == null && RegularFile.is(sealed)) {
      return sealed; // since a moment ago
    }
    if (failure != null) {
      throw failure;
    }
    return queue;
  }

  /**
   * The queue file of a cycle that is not sealed: the one that a recorder made, whatever lies
   * beside it; null if its directory has none.
   */
  static Path queueFile(Path capture, int cycle) throws IOException {
    Path directory = directory(capture, cycle);
    Path queue = directory.resolve(QUEUE);
    if (Files.exists(queue, LinkOption.NOFOLLOW_LINKS)) {
      return queue;
    }
    Path first = null;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.cq4")) {
      for (Path file : files) {
        first = first == null || file.compareTo(first) < 0 ? file : first;
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return first;
  }

  /**
   * The queue file of a cycle that is not sealed.
   *
   * @throws NoSuchFileException if its directory has none
   */
  static Path requireQueue(Path capture, int cycle) throws IOException {
    Path queue = queueFile(capture, cycle);
    if (queue == null) {
      throw new NoSuchFileException(directory(capture, cycle).toString());
    }
    return queue;
  }

  /** Whether a cycle's directory has a queue file, or may have one: it cannot be looked into. */
  static boolean mayHaveQueue(Path capture, int cycle) {
    try {
      return queueFile(capture, cycle) != null;
    } catch (IOException e) {
      return true;
    }
  }

  /** Whether a cycle is sealed, though it may have its directory still. */
  static boolean hasSealed(Path capture, int cycle) {
    return RegularFile.is(sealed(capture, cycle));
  }

  /** Whether a cycle is sealed, and what was recorded of it is there still. */
  public static boolean areBothThere(Path capture, int cycle) throws IOException {
    return hasSealed(capture, cycle)
        && isDirectory(directory(capture, cycle))
        && queueFile(capture, cycle) != null;
  }

  /** Whether a file or directory of a cycle is the sealed one. */
  public static boolean isSealed(Path file) {
    return file.getFileName().toString().endsWith(".tcap");
  }
}
