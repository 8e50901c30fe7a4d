// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

/** How messages name a part of a list that an option has. */
final class ListPart {
  private ListPart() {}

  /** The part, and the list if that is more. */
  static String quoted(String part, String list) {
    return part.equals(list) ? "'" + part + "'" : "'" + part + "' in '" + list + "'";
  }
}
