// SPDX-License-Identifier: Apache-2.0
package tcplife.cli;

/** A command cannot do its work. The message, one line, says why and names what it is about. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Failure(String message) {
    super(message);
  }
}
