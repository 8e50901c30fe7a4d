// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
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

  /**
   * Makes sure that something that is to be made, or is there, comes into no capture.
   *
   * @throws CaptureException if it does
   */
  public static void requireNone(Path place) throws IOException {
    Path whole = place.toAbsolutePath();
    Path there = Files.exists(whole) ? whole.toRealPath().getParent() : whole.getParent();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    Path capture = there == null ? null : of(there.toRealPath());
    if (capture != null) {
      throw new CaptureException(place + ": is within a capture, " + capture);
    }
  }

  private static boolean isCapture(Path directory) {
    try {
      ManifestFile.read(directory.resolve(Manifest.FILE));
      return true;
    } catch (CaptureException e) {
      return false;
    }
  }
}
