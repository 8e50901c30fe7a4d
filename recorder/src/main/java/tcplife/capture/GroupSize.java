// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

/**
 * How large a group of {@link ColumnLayout} is.
 *
 * @param words 8 bytes each, of a row
 */
record GroupSize(int rows, int words) {
  int length() {
    return words * Long.BYTES;
  }
}
