// SPDX-License-Identifier: Apache-2.0
package tcplife.cli;

/** What the program's exit codes mean. */
public final class ExitCode {
  /** Done. */
  public static final int OK = 0;

  /** Failed; a message says why. */
  public static final int FAILED = 1;

  /** Options or arguments are wrong; a message says which. */
  public static final int USAGE = 2;

  /** Done, but what was read is damaged or incomplete; a message says how much. */
  public static final int INCOMPLETE = 3;

  /** A capture was altered since it was sealed; a message says where. */
  public static final int ALTERED = 4;

  private ExitCode() {}
}
