// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.List;

/** Which names a mistyped one may have meant. */
final class Similar {
  /** Characters to be changed, at most. */
  private static final int FARTHEST = 3;

  private Similar() {}

  /** Those that hold it, or are few changes away. */
  static List<String> to(String typed, List<String> names) {
    return names.stream()
        .filter(
            name ->
                typed.length() > FARTHEST && name.contains(typed)
                    || distance(typed, name) <= FARTHEST)
        .toList();
  }

  /** Characters to be put in, left out or replaced (Levenshtein). */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
