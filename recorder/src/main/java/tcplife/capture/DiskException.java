// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.file.Path;

/** The disk does not take what is to be written: not now, but perhaps later. */
public final class DiskException extends CaptureException {
  private static final long serialVersionUID = 1L;

  private final boolean noSpace;

  /**
   * @param noSpace whether room is what is missing; else the disk failed or is read-only
   */
  public DiskException(String message, boolean noSpace) {
    super(message);
    this.noSpace = noSpace;
  }

  /** From an error of the file system, by its words: Java tells no errno. */
  static DiskException of(Path file, IOException e) {
    String reason = Reason.of(e).toLowerCase(java.util.Locale.ROOT);
    if (reason.contains("no space left")) {
      return new DiskException(file + ": no space left on the device", true);
    }
    return new DiskException(file + ": " + reason, reason.contains("quota exceeded"));
  }

  public boolean isNoSpace() {
    return noSpace;
  }
}
