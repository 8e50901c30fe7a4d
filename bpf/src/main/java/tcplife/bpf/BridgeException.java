// SPDX-License-Identifier: Apache-2.0
package tcplife.bpf;

/** A native call failed. The message names the call, what it was about, and the errno's text. */
public final class BridgeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** ENOSPC of errno.h: no room left where a file was to grow. */
  private static final int NO_SPACE = 28;

  private final int errno;

  BridgeException(String message) {
    this(message, 0);
  }

  /** Called by bridge.c. */
  BridgeException(String message, int errno) {
    super(message);
    this.errno = errno;
  }

  /** The errno of the failed call, 0 where it left none. */
  public int errno() {
    return errno;
  }

  /** Whether the call failed because a file system is full. */
  public boolean isNoSpace() {
    return errno == NO_SPACE;
  }
}
