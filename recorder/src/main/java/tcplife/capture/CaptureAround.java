// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.nio.file.Files;
import java.nio.file.Path;

/** Nothing is written into a capture. */
public final class CaptureAround {
  private CaptureAround() {}

  /**
   * The capture that a directory is, or is in; null if there is none.
   *
   * @param directory a real path
   */
  public static Path of(Path directory) {
    Path each = directory;
    while (each != null && !isCapture(each)) {
      each = each.getParent();
    }
    return each;
  }

  private static boolean isCapture(Path directory) {
    if (!Files.exists(directory.resolve(Manifest.FILE))) {
      return false;
    }
    try {
      Capture.open(directory);
      return true;
    } catch (CaptureException e) {
      return false;
    }
  }
}
