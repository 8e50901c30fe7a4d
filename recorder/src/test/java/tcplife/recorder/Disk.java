// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tcplife.live.Await;
import tcplife.live.Program;

/**
 * A small file system of its own, mounted in a mount namespace of its own: it is gone with the
 * process that holds this, however the test ends.
 */
public final class Disk implements AutoCloseable {
  /** File systems, and the commands that make and mount one of so many bytes on "disk". */
  public enum Kind {
    TMPFS("mount -t tmpfs -o size=%d tmpfs disk"),
    EXT4(image("mke2fs -q -t ext4 -m 0 image")),
    XFS(image("mkfs.xfs -q image"));

    private final String commands;

    Kind(String commands) {
      this.commands = commands;
    }

    private static String image(String make) {
      // A file system's own errors are not to end in a panic or the like, but in read-only.
      String options = make.contains("ext4") ? "loop,errors=remount-ro" : "loop";
      return "truncate -s %d image; " + make + "; mount -o " + options + " image disk";
    }
  }

  /** What xfs wants at least, bytes. */
  static final long SIZE = 320L << 20;

  /** What a file system may keep for itself of what it says is free, bytes. */
  private static final long UNSURE = 32 << 20;

  private final Program holder;
  private final Path place;

  public Disk(Path temp, Kind kind, long bytes) {
    this(temp, kind.commands.formatted(bytes));
  }

  /**
   * One that is made otherwise. What is mounted goes with the namespace.
   *
   * @param commands that mount it on "disk", in the test's directory
   */
  Disk(Path temp, String commands) {
    place = temp.resolve("disk");
    try {
      Files.createDirectories(place);
      Files.deleteIfExists(temp.resolve("mounted"));
      Files.deleteIfExists(temp.resolve("image"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    String script = "cd " + temp + "; " + commands + "; touch mounted";
    holder = Program.start(Map.of(), Live.afterMount(script, List.of("sleep", "1000")));
    try {
      holder.awaitFile(temp.resolve("mounted"));
    } catch (AssertionError e) {
      close();
      throw e;
    }
  }

  /** Where a program of this disk's namespace finds a file. */
  public Path path(String name) {
    return place.resolve(name);
  }

  /** Where this process finds it. */
  public Path seen(String name) {
    return Path.of("/proc/" + holder.pid() + "/root" + path(name));
  }

  /** A command that runs where the disk is mounted. */
  public List<String> command(List<String> command) {
    List<String> whole =
        new ArrayList<>(List.of("nsenter", "--mount", "-t", String.valueOf(holder.pid()), "--"));
    whole.addAll(command);
    return whole;
  }

  /** Runs a script in the disk's directory. */
  String run(String script) {
    return Program.run(command(List.of("sh", "-e", "-c", "cd " + place + "; " + script)));
  }

  /** Takes all room but so many bytes, by a file that can be removed. */
  public void fill(long left) {
    // Quickly all but what a file system may need for itself, and then what it gives.
    run(
        "take=$(($(stat -f -c '%%f * %%S' .) - %d)); [ $take -le 0 ] && exit 0;".formatted(left)
            + " [ $take -lt %1$d ] || fallocate -l $((take - %1$d)) filler;".formatted(UNSURE)
            + " head -c $((take < %1$d ? take : %1$d)) /dev/zero >>filler 2>/dev/null || :"
                .formatted(UNSURE));
  }

  void makeRoom() {
    run("rm filler");
  }

  @Override
  public void close() {
    holder.close();
    Await.until("the disk is let go of", () -> !holder.isAlive());
  }
}
