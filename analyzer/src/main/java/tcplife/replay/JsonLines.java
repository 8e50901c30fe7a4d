// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.time.ZoneId;
import java.util.List;
import tcplife.field.Field;

/** Sessions as JSON lines: an object each, with the same names in the same order. */
final class JsonLines implements Form {
  private final List<Field> fields;
  private final JsonWriter writer;
  private final Output output;

  JsonLines(List<Field> fields, ZoneId zone, Output output) {
    this.fields = fields;
    writer = new JsonWriter(zone);
    this.output = output;
  }

  @Override
  public void row(Row row) {
    RowBuffer out = output.buffer();
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      putName(out, i, field.name());
      writer.write(out, field, row.session());
    }
    out.put('}');
    output.endLine();
  }

  /** What stands before a value; names are plain letters. */
  static void putName(RowBuffer out, int index, String name) {
    out.put(index == 0 ? "{\"" : ",\"");
    out.put(name);
    out.put("\":");
  }
}
