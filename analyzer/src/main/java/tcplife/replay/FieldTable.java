// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.util.Locale;
import tcplife.field.Field;
import tcplife.field.Fields;

/** The table of all fields: what {@code --fields} prints. */
final class FieldTable {
  private FieldTable() {}

  static void print(Output output) {
    RowBuffer out = output.buffer();
    for (Field field : Fields.ALL) {
      put(out, field.name(), 22);
      put(out, field.type().name().toLowerCase(Locale.ROOT), 9);
      put(out, field.unit(), 28);
      SafeText.put(out, field.meaning());
      output.endLine();
    }
    output.flush();
  }

  private static void put(RowBuffer out, String text, int width) {
    int start = out.length();
    SafeText.put(out, text);
    out.padRight(start, width + out.continuations(start));
  }
}
