// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

/** A line of a text is not what it should be; the message says why, and not yet where. */
final class BadLineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadLineException(String message) {
    super(message);
  }
}
