// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tcplife.capture.Manifest.Recording;
import tcplife.cli.Failure;
import tcplife.cli.Main;

/** What a manifest tells of the host. */
final class HostFacts {
  private static final Path KERNEL = Path.of("/proc/sys/kernel");

  private HostFacts() {}

  static String hostName() {
    return read("hostname");
  }

  static String kernel() {
    return read("osrelease") + " " + read("version");
  }

  /** A recording that has nothing attached yet. */
  static Recording recording(int firstCycle) {
    return new Recording(
        firstCycle,
        OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        read("random/boot_id"),
        kernel(),
        ZoneId.systemDefault().getId(),
        Main.VERSION,
        List.of());
  }

  private static String read(String name) {
    Path file = KERNEL.resolve(name);
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new Failure(file + ": cannot be read: " + e.getMessage());
    }
  }
}
