// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

/** How a table is laid out. */
enum Layout {
  /** Columns of tcplife's usual widths. */
  TEXT,
  /** {@code -w}: columns that fit whole COMMs and most IPv6 addresses. */
  WIDE,
  /** {@code -ww}: columns that fit every IPv6 address. */
  WIDER,
  /** {@code -s}: comma-separated values. */
  CSV;

  /** Whether the column IP is shown, which tcplife does but in its usual layout. */
  boolean showsIp() {
    return this != TEXT;
  }

  /** What stands between two columns. */
  char separator() {
    return this == CSV ? ',' : ' ';
  }
}
