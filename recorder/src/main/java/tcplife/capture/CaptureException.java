// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

/** A capture cannot be written or read at all. The message names the file and says why. */
public class CaptureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CaptureException(String message) {
    super(message);
  }

  public CaptureException(String message, Throwable cause) {
    super(message, cause);
  }
}
