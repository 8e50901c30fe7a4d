// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Something in a capture that cannot be read; the rest can.
 *
 * @param file where
 * @param offset bytes from the file's beginning
 * @param what what is wrong there
 */
public record Damage(Path file, long offset, String what) {
  /** Of a cycle whose file the disk does not give from an offset on. */
  static Damage unreadable(Path file, long offset, IOException reason) {
    String what = "cannot be read: " + Reason.of(reason) + "; the rest of the cycle is skipped";
    return new Damage(file, offset, what);
  }

  @Override
  public String toString() {
    return file + ": at byte " + offset + ": " + what;
  }
}
