// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.field.Field;
import tcplife.field.Fields;

/** {@code --json}. */
@Timeout(60)
class JsonLinesTest {
  @TempDir private Path directory;

  @Test
  void everySessionHasEveryFieldInTheSameOrder() throws IOException {
    List<String> names = Fields.ALL.stream().map(Field::name).toList();
    List<String> lines = lines("--json --open");
    assertEquals(7, lines.size());
    for (String line : lines) {
      assertEquals(names, List.copyOf(parse(line).keySet()));
    }
  }

  @Test
  void valuesAreOfTheirFieldsTypes() throws IOException {
    for (String line : lines("--json --open")) {
      for (Map.Entry<String, JsonToken> value : parse(line).entrySet()) {
        JsonToken token = value.getValue();
        boolean right =
            token == JsonToken.VALUE_NULL
                || switch (Fields.named(value.getKey()).type()) {
                  case NUMBER, DURATION -> token == JsonToken.VALUE_NUMBER_INT;
                  case TEXT, TIME, ADDRESS -> token == JsonToken.VALUE_STRING;
                  case FLAG -> token.isBoolean();
                };
        assertTrue(right, value + " in " + line);
      }
    }
  }

  @Test
  void chosenFieldsAreShownAlone() {
    assertEquals(
        List.of(
            "{\"closed\":\"2026-06-01T14:00:07.000050000+02:00\",\"duration\":50000,"
                + "\"remote_address\":\"10.0.0.2\",\"error\":\"ECONNREFUSED\",\"mptcp\":false,"
                + "\"container\":null}"),
        lines(
            "--json --columns closed,duration,remote_address,error,mptcp,container --outcome REJ"));
  }

  @Test
  void theExtendedColumnsAreJsonToo() throws IOException {
    assertEquals(
        Fields.EXTENDED.stream().map(Field::name).toList(),
        List.copyOf(parse(lines("--json -x").get(0)).keySet()));
  }

  @Test
  void theProcessIsToldAsItWasThen() {
    assertEquals(
        List.of(
            "{\"executable\":\"/usr/sbin/nginx\",\"command_line\":\"nginx -g off\","
                + "\"parent_pid\":1,\"owner_user\":\"www-data\",\"netns_name\":\"blue\"}"),
        lines("--json -L 80 --columns executable,command_line,parent_pid,owner_user,netns_name"));
  }

  /** The names of a line's values, and what kind of value each is. */
  static Map<String, JsonToken> parse(String line) throws IOException {
    Map<String, JsonToken> values = new LinkedHashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(line)) {
      assertEquals(JsonToken.START_OBJECT, parser.nextToken());
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        values.put(parser.currentName(), parser.nextToken());
      }
    }
    return values;
  }

  private List<String> lines(String options) {
    Run run = Run.replay(Incident.script(), directory, options);
    assertEquals(0, run.code(), run.err());
    return run.out().lines().toList();
  }
}
