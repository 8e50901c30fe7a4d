// SPDX-License-Identifier: Apache-2.0
package tcplife.bpf;

/** A native call failed. The message names the call, what it was about, and the errno's text. */
public final class BridgeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** ENOSPC of errno.h: no room left where a file was to grow. */
  private static final int NO_SPACE = 28;

  /** EDQUOT of errno.h: none left for this user. */
  private static final int QUOTA_EXCEEDED = 122;

  private final int errno;

  BridgeException(String message) {
    this(message, 0);
  }

  /** Called by failure.c; an errno of 0 is none. */
  BridgeException(String message, int errno) {
    super(message);
    this.errno = errno;
  }

  /** The same failure, with what it is about. */
  BridgeException about(String what) {
    return new BridgeException(what + ": " + getMessage(), errno);
  }

  /** Whether the call failed because a file system is full, or a quota exceeded. */
  public boolean isNoSpace() {
    return errno == NO_SPACE || isQuotaExceeded();
  }

  /** Whether it failed because a quota is exceeded: the file system may have much room. */
  public boolean isQuotaExceeded() {
    return errno == QUOTA_EXCEEDED;
  }
}
