// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tcplife.capture.Manifest.Recording;
import tcplife.capture.Manifest.Snapshot;

/** Writes and reads the text of {@link Seal}s. Unknown fields are skipped. */
final class SealJson {
  private static final int VERSION = 1;

  /** No id, hash, key or ending has more characters: those who read very many seals keep these. */
  private static final int LONGEST_NAME = 64;

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).build())
          .build();

  private SealJson() {}

  static byte[] write(Seal seal) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("seal", VERSION);
      json.writeStringField("capture", seal.capture());
      json.writeNumberField("cycle", seal.cycle());
      json.writeStringField("previous", seal.previous());
      json.writeStringField("content", seal.content());
      json.writeNumberField("content_bytes", seal.contentBytes());
      json.writeNumberField("batch_bytes", seal.batchBytes());
      json.writeNumberField("batches", seal.batches());
      json.writeNumberField("records", seal.records());
      json.writeNumberField("lost", seal.lost());
      json.writeNumberField("first_time", seal.firstTime());
      json.writeNumberField("last_time", seal.lastTime());
      json.writeStringField("started", seal.started());
      json.writeStringField("ended", seal.ended());
      json.writeStringField("ending", seal.ending());
      json.writeNumberField("oldest", seal.oldest());
      json.writeFieldName("unsealed");
      int[] unsealed = seal.unsealed().stream().mapToInt(Integer::intValue).toArray();
      json.writeArray(unsealed, 0, unsealed.length);
      json.writeStringField("sealed", seal.sealed());
      json.writeStringField("host", seal.host());
      writeRecording(json, seal.recording());
      json.writeStringField("earlier", seal.earlier());
      if (!seal.key().isEmpty()) {
        json.writeStringField("key", seal.key());
      }
      ManifestFile.writeOrigin(json, seal.imported(), seal.cut(), seal.snapshot());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // never: it is written into memory
    }
    return text.toByteArray();
  }

  private static void writeRecording(JsonGenerator json, Recording recording) throws IOException {
    json.writeNumberField("first_cycle", recording.firstCycle());
    json.writeStringField("recording_started", recording.started());
    json.writeStringField("boot_id", recording.bootId());
    json.writeStringField("kernel", recording.kernel());
    json.writeStringField("time_zone", recording.timeZone());
    json.writeStringField("tool", recording.tool());
    json.writeFieldName("hooks");
    String[] hooks = recording.hooks().toArray(String[]::new);
    json.writeArray(hooks, 0, hooks.length);
  }

  static Seal read(byte[] text) throws BlockException {
    Map<String, String> texts = new HashMap<>();
    Map<String, Long> numbers = new HashMap<>();
    List<Integer> unsealed = new ArrayList<>();
    List<String> hooks = new ArrayList<>();
    Cut cut = null;
    Snapshot snapshot = null;
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      for (String field = ManifestFile.nextField(json);
          field != null;
          field = ManifestFile.nextField(json)) {
        switch (json.currentToken()) {
          case START_ARRAY -> {
            if (field.equals("unsealed")) {
              while (ManifestFile.inArray(json)) {
                unsealed.add(json.getIntValue());
              }
            } else if (field.equals("hooks")) {
              while (ManifestFile.inArray(json)) {
                hooks.add(json.getValueAsString(""));
              }
            } else {
              json.skipChildren();
            }
          }
          case VALUE_NUMBER_INT -> numbers.put(field, json.getValueAsLong());
          case VALUE_STRING -> texts.put(field, json.getText());
          case START_OBJECT -> {
            if (field.equals("cut")) {
              cut = CutJson.read(json);
            } else if (field.equals("snapshot")) {
              snapshot = SnapshotJson.read(json);
            } else {
              json.skipChildren();
            }
          }
          default -> json.skipChildren();
        }
      }
    } catch (IOException e) {
      throw new BlockException("a seal that is no JSON");
    }
    if (numbers.getOrDefault("seal", 0L) != VERSION) {
      throw new BlockException("a seal of an unknown version");
    }
    return seal(texts, numbers, unsealed, hooks, cut, snapshot);
  }

  private static Seal seal(
      Map<String, String> texts,
      Map<String, Long> numbers,
      List<Integer> unsealed,
      List<String> hooks,
      Cut cut,
      Snapshot snapshot)
      throws BlockException {
    return new Seal(
        name(texts, "capture"),
        numbers.getOrDefault("cycle", 0L).intValue(),
        name(texts, "previous"),
        name(texts, "content"),
        numbers.getOrDefault("content_bytes", 0L),
        numbers.getOrDefault("batch_bytes", 0L),
        numbers.getOrDefault("batches", 0L),
        numbers.getOrDefault("records", 0L),
        numbers.getOrDefault("lost", 0L),
        numbers.getOrDefault("first_time", 0L),
        numbers.getOrDefault("last_time", 0L),
        texts.get("started"),
        texts.get("ended"),
        name(texts, "ending"),
        numbers.getOrDefault("oldest", 0L).intValue(),
        unsealed,
        texts.getOrDefault("sealed", ""),
        texts.getOrDefault("host", ""),
        new Recording(
            numbers.getOrDefault("first_cycle", 0L).intValue(),
            texts.getOrDefault("recording_started", ""),
            texts.getOrDefault("boot_id", ""),
            texts.getOrDefault("kernel", ""),
            texts.getOrDefault("time_zone", ""),
            texts.getOrDefault("tool", ""),
            hooks),
        name(texts, "earlier"),
        name(texts, "key"),
        texts.getOrDefault("imported", ""),
        cut,
        snapshot);
  }

  private static String name(Map<String, String> texts, String field) throws BlockException {
    String name = texts.getOrDefault(field, "");
    if (name.length() > LONGEST_NAME) {
      throw new BlockException("a seal with '" + field + "' of " + name.length() + " characters");
    }
    return name;
  }
}
