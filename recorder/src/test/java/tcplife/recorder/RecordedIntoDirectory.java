// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of {@code tcplife record}, each with a place of its own for a capture. */
abstract class RecordedIntoDirectory {
  @TempDir Path temp;

  /** Where a capture is to be; nothing is there yet. */
  Path path;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  /** Whom a capture belongs to must be let in. */
  @BeforeEach
  void choosePath() throws IOException {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
    path = temp.resolve("cap");
  }
}
