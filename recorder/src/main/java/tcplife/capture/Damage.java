// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.nio.file.Path;

/**
 * Something in a capture that cannot be read; the rest can.
 *
 * @param file where
 * @param offset bytes from the file's beginning
 * @param what what is wrong there
 */
public record Damage(Path file, long offset, String what) {
  @Override
  public String toString() {
    return file + ": at byte " + offset + ": " + what;
  }
}
