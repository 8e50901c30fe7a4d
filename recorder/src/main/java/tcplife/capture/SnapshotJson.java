// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import tcplife.capture.Manifest.Snapshot;

/** What a manifest says of a snapshot: an object of its own. Unknown fields are skipped. */
final class SnapshotJson {
  private SnapshotJson() {}

  static void write(JsonGenerator json, Snapshot snapshot) throws IOException {
    json.writeStartObject();
    json.writeNumberField("first", snapshot.first());
    json.writeNumberField("last", snapshot.last());
    json.writeStringField("taken", snapshot.taken());
    json.writeEndObject();
  }

  /** Reads it, from its beginning on. */
  static Snapshot read(JsonParser json) throws IOException {
    int first = 0;
    int last = 0;
    String taken = "";
    for (String field = ManifestFile.nextField(json);
        field != null;
        field = ManifestFile.nextField(json)) {
      switch (field) {
        case "first" -> first = json.getValueAsInt();
        case "last" -> last = json.getValueAsInt();
        case "taken" -> taken = json.getValueAsString("");
        default -> json.skipChildren();
      }
    }
    return new Snapshot(first, last, taken);
  }
}
