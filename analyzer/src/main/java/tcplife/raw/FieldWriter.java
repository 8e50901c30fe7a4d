// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import java.util.List;

/** Takes the fields of one line after another, in their order. Texts must be printable. */
interface FieldWriter {
  void start();

  /** A number, unsigned. */
  void number(String name, long value);

  void signed(String name, long value);

  void text(String name, String value);

  /** A value that is not known. */
  void unknown(String name);

  void texts(String name, List<String> values);

  /** Numbers, unsigned. */
  void numbers(String name, long[] values);

  void end();
}
