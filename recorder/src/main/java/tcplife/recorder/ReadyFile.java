// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import tcplife.bpf.Host;
import tcplife.capture.Reason;
import tcplife.cli.Failure;

/** The file that tells scripts when every event is recorded: there, whole, from then on only. */
final class ReadyFile {
  private final Path path;

  /**
   * Removes what an earlier recording left there. Nothing else is removed: a device would be missed
   * by the whole host, and a pipe or a link by whoever made it.
   *
   * @throws Failure if there is something else, or it could not be written later
   */
  ReadyFile(Path path) {
    this.path = path.toAbsolutePath();
    if (Files.exists(this.path, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(this.path, LinkOption.NOFOLLOW_LINKS)) {
      throw new Failure("--ready-file: '" + path + "' is there, and no regular file: it stays");
    }
    try {
      if (!Files.isWritable(this.path.getParent())) {
        boolean missing = Files.notExists(this.path.getParent());
        String reason = missing ? "no such file or directory" : "permission denied";
        throw new Failure(path + ": cannot be written: " + reason);
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new Failure(path + ": cannot be removed: " + Reason.of(e));
    }
  }

  /** Writes the process's PID, for everyone to read. */
  void write() {
    try {
      Path draft = path.resolveSibling("." + path.getFileName() + ProcessHandle.current().pid());
      // Not a chmod later: by then something else may be there.
      Host.umask(022);
      try {
        Files.writeString(
            draft,
            ProcessHandle.current().pid() + "\n",
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE);
      } finally {
        Host.umask(077);
      }
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new Failure(path + ": cannot be written: " + Reason.of(e));
    }
  }
}
