// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

/** A form in which sessions are printed. */
interface Form {
  /** Before the first session. */
  default void begin() {}

  /** A session that is to be shown. */
  void row(Row row);

  /** After the last session. */
  default void end() {}
}
