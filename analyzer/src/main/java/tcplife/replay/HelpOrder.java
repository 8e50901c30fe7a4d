// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

/** The order of options in the help: first those that tcplife has, which have no number. */
final class HelpOrder {
  static final int FORMS = 1;
  static final int FILTERS = 2;
  static final int RUNS = 3;

  private HelpOrder() {}
}
