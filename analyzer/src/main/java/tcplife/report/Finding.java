// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

/**
 * Something that verifying a capture showed.
 *
 * @param weight what it means for the capture
 * @param text one line
 */
record Finding(Weight weight, String text) {
  /** From the least to the most severe. */
  enum Weight {
    NOTE,
    INCOMPLETE,
    /** It may have been altered, or not. */
    UNKNOWN,
    ALTERED
  }

  static Finding note(String text) {
    return new Finding(Weight.NOTE, text);
  }

  static Finding incomplete(String text) {
    return new Finding(Weight.INCOMPLETE, text);
  }

  static Finding unknown(String text) {
    return new Finding(Weight.UNKNOWN, text);
  }

  static Finding altered(String text) {
    return new Finding(Weight.ALTERED, text);
  }
}
