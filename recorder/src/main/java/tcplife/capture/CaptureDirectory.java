// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tcplife.capture.Manifest.Recording;

/**
 * A capture's directory on the recorder's side: made or taken over, and locked against a second
 * recorder. The process's umask must be 077, and the thread's files the owner's.
 */
public final class CaptureDirectory implements AutoCloseable {
  private static final String LOCK = "lock";

  /** A manifest that is being written: takes the manifest's place when it is whole. */
  private static final String DRAFT = Manifest.FILE + ".new";

  /** Much more than the names take of what a run has attached, bytes. */
  private static final int ROOM_FOR_HOOKS = 64 << 10;

  /** Makes a directory. */
  @FunctionalInterface
  public interface Maker {
    void make(Path directory) throws IOException;
  }

  private final Path path;
  private final FileChannel lock;
  private int lastCycle;
  private volatile Manifest manifest;

  private CaptureDirectory(Path path) throws IOException {
    this.path = path;
    lock =
        FileChannel.open(
            path.resolve(LOCK),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Makes a directory ready to be recorded into.
   *
   * @param maker makes the directory if there is none
   * @param append whether it may hold a capture already, which is then gone on with
   * @throws CaptureException if it is something else, is being recorded into, or cannot be written
   */
  public static CaptureDirectory prepare(Path path, Maker maker, boolean append) {
    try {
      if (Files.isSymbolicLink(path)) {
        throw new CaptureException(path + ": is a symbolic link");
      }
      CaptureAround.requireNone(path);
      if (Files.exists(path)) {
        checkContent(path, append);
      } else {
        maker.make(path);
      }
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      CaptureDirectory directory = new CaptureDirectory(path);
      directory.takeLock();
      try {
        // Again, since another recorder may have come and gone in between.
        checkContent(path, append);
        directory.lastCycle = lastCycleIn(path);
        InTheWay.requireNothing(path, directory.lastCycle);
      } catch (IOException | CaptureException e) {
        directory.close();
        throw e;
      }
      return directory;
    } catch (IOException e) {
      throw new CaptureException(path + ": cannot be recorded into: " + Reason.of(e), e);
    }
  }

  private static void checkContent(Path path, boolean append) throws IOException {
    if (!Files.isDirectory(path)) {
      throw new CaptureException(path + ": not a directory");
    }
    Path manifest = path.resolve(Manifest.FILE);
    if (Files.exists(manifest)) {
      if (!append) {
        throw new CaptureException(path + ": holds a capture already; --append goes on with it");
      }
      if (ManifestFile.read(manifest).isDerived()) {
        throw new CaptureException(
            path + ": is a cut, an import or a snapshot, and cannot be recorded into");
      }
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        if (!entry.endsWith(LOCK) && !entry.endsWith(DRAFT)) {
          throw new CaptureException(path + ": neither empty nor a capture");
        }
      }
    }
  }

  private void takeLock() throws IOException {
    FileLock taken;
    try {
      taken = lock.tryLock();
    } catch (OverlappingFileLockException e) {
      // Not closed here: the system would then let go of the lock that this process has.
      throw lockedOut(e);
    }
    if (taken == null) {
      lock.close();
      throw lockedOut(null);
    }
  }

  private CaptureException lockedOut(OverlappingFileLockException cause) {
    return new CaptureException(path + ": another recorder is writing into it", cause);
  }

  private static int lastCycleIn(Path path) {
    List<Integer> cycles = CycleFiles.in(path);
    return cycles.isEmpty() ? 0 : cycles.get(cycles.size() - 1);
  }

  Path path() {
    return path;
  }

  /** As it was written last; before, as it is in its file. */
  public Manifest manifest() {
    return manifest != null ? manifest : ManifestFile.read(path.resolve(Manifest.FILE));
  }

  /** The number of the cycle that {@link #nextCycle} will make. */
  public int nextCycleNumber() {
    return lastCycle + 1;
  }

  /**
   * Adds a run of the recorder to the manifest, which is made if there is none.
   *
   * @throws CaptureException if it cannot be recorded into, or names as many runs as can be read
   */
  public void begin(String host, Recording recording) {
    Manifest before =
        Files.exists(path.resolve(Manifest.FILE))
            ? manifest()
            : new Manifest(UUID.randomUUID().toString(), host, List.of());
    List<Recording> recordings = new ArrayList<>(before.recordings());
    recordings.add(recording);
    write(new Manifest(before.id(), before.host(), recordings), ROOM_FOR_HOOKS);
  }

  /** Says in the manifest what the run that was added last has attached. */
  public void attached(List<String> hooks) {
    List<Recording> recordings = new ArrayList<>(manifest.recordings());
    int last = recordings.size() - 1;
    recordings.set(last, recordings.get(last).withHooks(hooks));
    write(new Manifest(manifest.id(), manifest.host(), recordings), 0);
  }

  /**
   * @param room bytes that it must still have for what is to be added
   */
  private void write(Manifest next, int room) {
    Path file = path.resolve(Manifest.FILE);
    Path draft = path.resolve(DRAFT);
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(ManifestFile.toJson(next));
      if (!ManifestFile.isReadable(next, bytes.remaining() + room)) {
        throw new CaptureException(
            path + ": has as many recordings as a manifest can name; begin another capture");
      }
      try (FileChannel channel =
          FileChannel.open(
              draft,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS)) {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      manifest = next;
    } catch (IOException e) {
      throw new CaptureException(file + ": cannot be written: " + Reason.of(e), e);
    }
  }

  /** A seal of no cycle may have taken the next number. */
  void look() {
    lastCycle += CycleFiles.hasSealed(path, lastCycle + 1) ? 1 : 0;
  }

  /** The directory of the next cycle, which the caller makes. */
  public Path nextCycle() {
    return CycleFiles.directory(path, ++lastCycle);
  }

  /**
   * The cycle that was to be made last was not.
   *
   * @return whether its number is free: not if something is there
   */
  public boolean giveBack(Path cycle) {
    boolean free = Files.notExists(cycle, LinkOption.NOFOLLOW_LINKS);
    lastCycle -= free ? 1 : 0;
    return free;
  }

  /** Lets another recorder in. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new CaptureException(path + ": " + Reason.of(e), e);
    }
  }
}
