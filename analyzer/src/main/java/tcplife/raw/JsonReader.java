// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads lines of JSON: an object each, of texts, integers, null, and arrays of texts or integers.
 */
final class JsonReader {
  private static final JsonFactory JSON =
      new JsonFactoryBuilder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private JsonReader() {}

  static FieldReader read(byte[] line) {
    try (JsonParser json = JSON.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new BadLineException("not a JSON object");
      }
      Map<String, Object> fields = new LinkedHashMap<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        fields.put(name, value(name, json));
      }
      if (json.nextToken() != null) {
        throw new BadLineException("more than one JSON object");
      }
      return new FieldReader(fields);
    } catch (JsonProcessingException e) {
      throw new BadLineException("not JSON: " + reason(e));
    } catch (IOException e) {
      // There is no file under it.
      throw new UncheckedIOException(e);
    }
  }

  private static String reason(JsonProcessingException e) {
    // Behind the reason it names its own objects.
    String reason = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
    return ByteText.of(reason.replaceFirst(" *[(\\[](start marker|Source|through).*", ""));
  }

  private static Object value(String name, JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      return scalar(name, json);
    }
    List<Object> values = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      values.add(scalar(name, json));
    }
    return values;
  }

  private static Object scalar(String name, JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT -> new FieldReader.Numeral(json.getText());
      case VALUE_NULL -> null;
      default ->
          throw new BadLineException(
              "\"" + ByteText.of(name) + "\": neither text nor integer nor null");
    };
  }
}
