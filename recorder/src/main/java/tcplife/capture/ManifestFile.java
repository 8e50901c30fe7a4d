// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.channels.Channels;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tcplife.capture.Manifest.Recording;
import tcplife.capture.Manifest.Snapshot;

/** Reads and writes {@link Manifest}s as JSON. Unknown fields are skipped. */
final class ManifestFile {
  /** A manifest is a few kilobytes; what is much longer is no manifest. */
  private static final long LARGEST = 4 << 20;

  /** As many as a manifest of that length can name; shorter ones say nothing. */
  private static final int MOST_RECORDINGS = 10_000;

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(16).build())
          .build();

  private ManifestFile() {}

  /** Whether a manifest of so many bytes can be read again. */
  static boolean isReadable(Manifest manifest, int length) {
    return length <= LARGEST && manifest.recordings().size() <= MOST_RECORDINGS;
  }

  static String toJson(Manifest manifest) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeNumberField("format", Manifest.FORMAT);
      json.writeStringField("id", manifest.id());
      json.writeStringField("host", manifest.host());
      json.writeArrayFieldStart("recordings");
      for (Recording recording : manifest.recordings()) {
        write(json, recording);
      }
      json.writeEndArray();
      writeOrigin(json, manifest.imported(), manifest.cut(), manifest.snapshot());
      json.writeEndObject();
    }
    return text.append('\n').toString();
  }

  /** What a capture was made of, as a manifest and a seal have it. */
  static void writeOrigin(JsonGenerator json, String imported, Cut cut, Snapshot snapshot)
      throws IOException {
    if (!imported.isEmpty()) {
      json.writeStringField("imported", imported);
    }
    if (cut != null) {
      json.writeFieldName("cut");
      CutJson.write(json, cut);
    }
    if (snapshot != null) {
      json.writeFieldName("snapshot");
      SnapshotJson.write(json, snapshot);
    }
  }

  private static void write(JsonGenerator json, Recording recording) throws IOException {
    json.writeStartObject();
    json.writeNumberField("first_cycle", recording.firstCycle());
    json.writeStringField("started", recording.started());
    json.writeStringField("boot_id", recording.bootId());
    json.writeStringField("kernel", recording.kernel());
    json.writeStringField("time_zone", recording.timeZone());
    json.writeStringField("tool", recording.tool());
    json.writeArrayFieldStart("hooks");
    for (String hook : recording.hooks()) {
      json.writeString(hook);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /**
   * Reads a manifest.
   *
   * @throws CaptureException if the file is missing, is no manifest, or is newer than this program
   */
  static Manifest read(Path file) {
    try (InputStream in = Channels.newInputStream(RegularFile.open(file))) {
      byte[] bytes = in.readNBytes((int) LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new CaptureException(file + ": not a manifest: longer than " + LARGEST + " bytes");
      }
      try (JsonParser json = JSON.createParser(bytes)) {
        return parse(file, json);
      }
    } catch (NoSuchFileException e) {
      throw new CaptureException(file.getParent() + ": not a capture: no " + Manifest.FILE, e);
    } catch (JsonProcessingException e) {
      throw new CaptureException(file + ": not a manifest: " + placeOf(e) + why(e), e);
    } catch (IOException e) {
      throw new CaptureException(file + ": cannot be read: " + Reason.of(e), e);
    }
  }

  /** Line and column, from 1; nothing where the parser tells none. */
  private static String placeOf(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    return at == null ? "" : "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
  }

  /** What the parser says, without what it adds of itself in parentheses and lines. */
  private static String why(JsonProcessingException e) {
    String said = e.getOriginalMessage().lines().findFirst().orElse("");
    return said.replaceAll(" \\(start marker at .*|, from `.*`(?=\\))", "");
  }

  private static Manifest parse(Path file, JsonParser json) throws IOException {
    int format = 0;
    String id = "";
    String host = "";
    List<Recording> recordings = new ArrayList<>();
    String imported = "";
    Cut cut = null;
    Snapshot snapshot = null;
    json.nextToken();
    for (String field = nextField(json); field != null; field = nextField(json)) {
      switch (field) {
        case "format" -> format = json.getValueAsInt();
        case "id" -> id = json.getValueAsString("");
        case "host" -> host = json.getValueAsString("");
        case "recordings" -> {
          while (inArray(json)) {
            recordings.add(recording(json));
            if (recordings.size() > MOST_RECORDINGS) {
              throw new CaptureException(
                  file + ": not a manifest: more than " + MOST_RECORDINGS + " recordings");
            }
          }
        }
        case "imported" -> imported = json.getValueAsString("");
        case "cut" ->
            cut = json.currentToken() == JsonToken.START_OBJECT ? CutJson.read(json) : null;
        case "snapshot" ->
            snapshot =
                json.currentToken() == JsonToken.START_OBJECT ? SnapshotJson.read(json) : null;
        default -> json.skipChildren();
      }
    }
    if (format == 0) {
      throw new CaptureException(file + ": not a manifest: it names no format");
    }
    if (format < 1 || format > Manifest.FORMAT) {
      throw new CaptureException(
          file + ": capture format " + format + ", this program reads 1 to " + Manifest.FORMAT);
    }
    return new Manifest(id, host, recordings, imported, cut, snapshot);
  }

  private static Recording recording(JsonParser json) throws IOException {
    int firstCycle = 0;
    String[] text = new String[5];
    List<String> names = List.of("started", "boot_id", "kernel", "time_zone", "tool");
    List<String> hooks = new ArrayList<>();
    for (String field = nextField(json); field != null; field = nextField(json)) {
      if (field.equals("first_cycle")) {
        firstCycle = json.getValueAsInt();
      } else if (field.equals("hooks")) {
        while (inArray(json)) {
          hooks.add(json.getValueAsString(""));
        }
      } else if (names.contains(field)) {
        text[names.indexOf(field)] = json.getValueAsString("");
      } else {
        json.skipChildren();
      }
    }
    for (int i = 0; i < text.length; i++) {
      text[i] = text[i] == null ? "" : text[i];
    }
    return new Recording(firstCycle, text[0], text[1], text[2], text[3], text[4], hooks);
  }

  /** Steps to the value of an object's next field; null at the object's end, or if it is none. */
  static String nextField(JsonParser json) throws IOException {
    if (json.currentToken() == null || json.nextToken() != JsonToken.FIELD_NAME) {
      return null;
    }
    String name = json.currentName();
    json.nextToken();
    return name;
  }

  /** Steps to the next element of an array; false at the array's end, or if it is none. */
  static boolean inArray(JsonParser json) throws IOException {
    JsonToken next = json.currentToken() == null ? null : json.nextToken();
    return next != null && next != JsonToken.END_ARRAY;
  }
}
