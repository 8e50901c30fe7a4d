// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import tcplife.capture.Ownership;
import tcplife.capture.Reason;
import tcplife.cli.Failure;

/** The file that tells scripts when every event is recorded: there, whole, from then on only. */
final class ReadyFile {
  private final Path path;
  private final Ownership owner;

  /**
   * Removes what an earlier recording left there.
   *
   * @throws Failure if there is something else, or it could not be written later
   */
  ReadyFile(Path path, Ownership owner) {
    this.path = path.toAbsolutePath();
    this.owner = owner;
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

  /** Writes the process's PID. */
  void write() {
    try {
      Path draft = Files.createTempFile(path.getParent(), ".ready", null);
      Files.writeString(draft, ProcessHandle.current().pid() + "\n");
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
      owner.apply(draft);
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new Failure(path + ": cannot be written: " + Reason.of(e));
    }
  }
}
