// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

/** A part of a sealed cycle's file is not what it should be; the message says what it is. */
final class BlockException extends Exception {
  private static final long serialVersionUID = 1L;

  BlockException(String message) {
    super(message);
  }
}
