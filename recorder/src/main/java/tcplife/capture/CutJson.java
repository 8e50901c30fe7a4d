// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a manifest says of a cut: an object of its own. Unknown fields are skipped. */
final class CutJson {
  private CutJson() {}

  static void write(JsonGenerator json, Cut cut) throws IOException {
    json.writeStartObject();
    json.writeStringField("of", cut.of());
    json.writeArrayFieldStart("options");
    for (String option : cut.options()) {
      json.writeString(option);
    }
    json.writeEndArray();
    json.writeNumberField("kept", cut.kept());
    json.writeNumberField("missing", cut.missing());
    json.writeNumberField("skipped", cut.skipped());
    json.writeNumberField("damages", cut.damages());
    json.writeEndObject();
  }

  /** Reads it, from its beginning on. */
  static Cut read(JsonParser json) throws IOException {
    String of = "";
    List<String> options = new ArrayList<>();
    long[] counts = new long[4];
    List<String> names = List.of("kept", "missing", "skipped", "damages");
    for (String field = ManifestFile.nextField(json);
        field != null;
        field = ManifestFile.nextField(json)) {
      if (field.equals("of")) {
        of = json.getValueAsString("");
      } else if (field.equals("options")) {
        while (ManifestFile.inArray(json)) {
          options.add(json.getValueAsString(""));
        }
      } else if (names.contains(field)) {
        counts[names.indexOf(field)] = json.getValueAsLong();
      } else {
        json.skipChildren();
      }
    }
    return new Cut(of, options, counts[0], counts[1], counts[2], counts[3]);
  }
}
